/**
 * What hostile files are made from: small recordings of every container and codec that ffmpeg can write here,
 * also of those that are on no list of ours. Each is the end of a command of ffmpeg.
 */
export interface Base {
  name: string;
  options: string;
  /** Whether it has a picture. */
  video: boolean;
}

const PICTURE = '-f lavfi -i testsrc2=s=96x64:r=10:d=2';
const SOUND = '-f lavfi -i sine=frequency=300:d=2';

const films: readonly (readonly [name: string, options: string])[] = [
  ['h264.mp4', '-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac'],
  [
    'h264-fragments.mp4',
    '-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -movflags frag_keyframe+empty_moov',
  ],
  ['h264-10bit.mov', '-c:v libx264 -preset ultrafast -pix_fmt yuv422p10le -c:a alac'],
  ['hevc.mp4', '-c:v libx265 -preset ultrafast -x265-params log-level=none -pix_fmt yuv420p -c:a aac'],
  ['vp8.webm', '-c:v libvpx -deadline realtime -c:a libvorbis'],
  ['vp9.webm', '-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus'],
  ['av1.mkv', '-c:v libaom-av1 -cpu-used 8 -usage realtime -c:a flac'],
  ['mpeg4.avi', '-c:v mpeg4 -c:a libmp3lame'],
  ['mpeg2.ts', '-c:v mpeg2video -c:a mp2 -f mpegts'],
  ['mpeg2.mpg', '-c:v mpeg2video -r 25 -c:a mp2 -f mpeg'],
  ['mpeg1.mpg', '-c:v mpeg1video -r 25 -c:a mp2 -f mpeg'],
  ['mjpeg.avi', '-c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le'],
  ['prores.mov', '-c:v prores_ks -c:a pcm_s24le'],
  ['dnxhd.mov', '-vf scale=1280:720 -r 25 -frames:v 3 -c:v dnxhd -b:v 90M -pix_fmt yuv422p -c:a pcm_s16le'],
  ['dv.dv', '-target pal-dv -frames:v 5'],
  ['h263.3gp', '-s 128x96 -c:v h263 -c:a aac'],
  ['flv1.flv', '-c:v flv -c:a libmp3lame -ar 22050'],
  ['theora.ogv', '-c:v libtheora -c:a libvorbis'],
  ['msmpeg4.avi', '-c:v msmpeg4 -c:a adpcm_ms'],
  ['wmv2.wmv', '-c:v wmv2 -c:a wmav2'],
  ['gif.gif', '-an'],
];
/** Decoders that are on no list. */
const unlisted: readonly (readonly [name: string, options: string])[] = [
  'magicyuv',
  'ffv1',
  'huffyuv',
  'utvideo',
  'snow',
  'cinepak',
  'rawvideo',
  'png',
  'tiff',
  'targa',
  'sgi',
  'zmbv',
  'qtrle',
  'flashsv',
  'asv1',
  'jpeg2000',
  'ljpeg',
  'svq1',
  'v210',
  'cljr',
  'amv',
  'dpx',
  'rv10',
].map(
  (codec) =>
    [
      `${codec}.mkv`,
      `-s 96x64 -frames:v 5 -c:v ${codec} -strict -2 -f ${codec === 'rv10' ? 'rm' : 'matroska'} -an`,
    ] as const,
);
const sounds: readonly (readonly [name: string, options: string])[] = [
  ['pcm.wav', '-c:a pcm_s16le'],
  ['float.wav', '-c:a pcm_f32le'],
  ['adpcm.wav', '-c:a adpcm_ima_wav'],
  ['mulaw.wav', '-ar 8000 -c:a pcm_mulaw'],
  ['mp3.mp3', '-c:a libmp3lame'],
  ['opus.ogg', '-c:a libopus'],
  ['vorbis.ogg', '-c:a libvorbis'],
  ['flac.flac', '-c:a flac'],
  ['aac.aac', '-c:a aac'],
  ['aac.m4a', '-c:a aac'],
  ['alac.m4a', '-c:a alac'],
  ['alac.caf', '-c:a alac'],
  ['pcm.aiff', '-c:a pcm_s16be'],
  ['pcm.w64', '-c:a pcm_s16le'],
  ['ac3.ac3', '-c:a ac3'],
  ['eac3.eac3', '-c:a eac3'],
  ['wma.wma', '-c:a wmav2'],
  ['truehd.mkv', '-strict -2 -c:a truehd'],
  ['wavpack.wv', '-c:a wavpack'],
  ['tta.tta', '-c:a tta'],
  ['adpcm-swf.flv', '-ar 22050 -c:a adpcm_swf'],
  ['g722.mkv', '-ar 16000 -ac 1 -c:a g722'],
  ['amv.wav', '-ar 22050 -ac 1 -c:a adpcm_yamaha'],
  ['au.au', '-c:a pcm_s16be'],
];

export const bases: readonly Base[] = [
  ...films.map(([name, options]) => ({ name, options: `${PICTURE} ${SOUND} ${options}`, video: true })),
  ...unlisted.map(([name, options]) => ({ name, options: `${PICTURE} ${options}`, video: true })),
  ...sounds.map(([name, options]) => ({ name, options: `${SOUND} ${options}`, video: false })),
];

/** Small files that are much when they are opened. */
export const bombs: readonly Base[] = [
  {
    name: 'huge.mp4',
    options: '-f lavfi -i color=gray:s=8192x8192:r=1:d=1 -c:v libx264 -preset ultrafast',
    video: true,
  },
  {
    name: 'wide.mp4',
    options: '-f lavfi -i color=gray:s=16000x64:r=1:d=2 -c:v libx264 -preset ultrafast',
    video: true,
  },
  {
    name: '4k.mp4',
    options: '-f lavfi -i color=gray:s=3840x2160:r=1:d=2 -c:v libx264 -preset ultrafast',
    video: true,
  },
  {
    name: 'fast.mp4',
    options: '-f lavfi -i color=gray:s=64x64:r=1000:d=4 -c:v libx264 -preset ultrafast',
    video: true,
  },
  {
    name: 'slow.mp4',
    options: '-f lavfi -i color=gray:s=64x64:r=1:d=3 -vf setpts=N*3000/TB -fps_mode vfr -c:v libx264',
    video: true,
  },
  {
    name: 'long.mp4',
    options: '-f lavfi -i color=gray:s=16x16:r=1:d=7300 -c:v libx264 -preset ultrafast',
    video: true,
  },
  { name: 'long.flac', options: '-f lavfi -i anullsrc=r=8000:cl=mono -t 4000 -c:a flac', video: false },
  { name: 'rate.wav', options: '-f lavfi -i sine=r=384000:d=2 -ac 8 -c:a pcm_f64le', video: false },
  {
    name: 'channels.wav',
    options: '-f lavfi -i anullsrc=cl=hexadecagonal -t 1 -c:a pcm_s16le',
    video: false,
  },
  { name: 'gif.gif', options: '-f lavfi -i color=red:s=4000x2000:r=10:d=5', video: true },
];
