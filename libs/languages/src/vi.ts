import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const vietnamese: LanguagePack = {
  code: 'vi',
  name: 'Vietnamese',
  script: 'Latin',
  traits: [],
  ownLetters: '',
  distinctiveLetters: 'ơưđạảấầẩậắặẹẻếềểệỉịọỏốồổộớờởợụủứừửữựỳỷỹ',
  functionWords: `
    bao bị bởi các cái cho chưa có còn của cũng do đã đang đây để đến đi được gì hay hoặc họ khi không là
    làm lại lên lúc mà mỗi một nào này nên nếu ngay nhiều như nhưng những nó nơi ở phải qua ra rất rồi sau
    sẽ tại theo thì tôi trên trong trước từ từng vào vẫn và về vì với`,
  stem: absent('words have no endings'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  pageMarks: {
    question: 'câu hỏi|hỏi|vấn đề',
    answer: 'trả lời|đáp|giải pháp',
    asker: 'phóng viên|người dẫn chương trình|pv',
    self: 'tôi',
    remark: 'lưu ý|chú ý|mẹo|quan trọng',
    label:
      'lưu ý|chú ý|mẹo|ví dụ|điện thoại|đt|e-?mail|địa chỉ|giá|ngày|giờ|địa điểm|tên|tuổi|nghề nghiệp|kích thước|nguyên liệu|cách làm|chủ đề',
    wrote: 'đã viết|viết',
    comments: 'bình luận',
    untilNow: 'hiện tại|nay',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: { subject: 'tôi tớ mình', object: 'chúng tôi chúng mình', possessive: '' },
    omitted: false,
    you: 'bạn=tôi các_bạn=chúng_tôi của_anh=của_tôi của_chị=của_tôi của_cô=của_tôi của_ông=của_tôi',
    verbs: '',
    endings: [],
    addressed: '',
  },
};
