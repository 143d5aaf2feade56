/**
 * What recordings may be made of, each with the devices or archives that make it. ffmpeg reads many more
 * formats than people own, and every parser is a way in for a hostile file: what nobody's device makes is
 * left out. The confinement (confine.ts) holds what is here.
 */
interface Known {
  /** ffmpeg's name, as ffprobe prints it. */
  name: string;
  /** ffmpeg's decoders for it, where they are not called like the codec. */
  decoders?: readonly string[];
  from: string;
}

const containers = [
  { name: 'mov', from: 'MP4, MOV, M4A, 3GP: telephones, cameras, editors' },
  { name: 'matroska', from: 'Matroska, WebM: browsers, screen recorders, archives' },
  { name: 'wav', from: 'WAV and RF64: recorders, editors, broadcasters' },
  { name: 'mp3', from: 'MPEG audio: dictation machines, podcasts' },
  { name: 'ogg', from: 'Ogg: messengers, Wikimedia, streams' },
  { name: 'flac', from: 'FLAC: recorders, archives' },
  { name: 'aac', from: 'ADTS: radio, streams' },
  { name: 'aiff', from: 'AIFF: editors on Macs' },
  { name: 'caf', from: 'Core Audio: voice recorders on Macs and iPhones' },
  { name: 'w64', from: 'Wave64: long recordings of editors' },
  { name: 'amr', from: 'AMR: voice notes of older telephones, voicemail' },
  { name: 'ac3', from: 'AC-3: sound taken out of films' },
  { name: 'eac3', from: 'E-AC-3: sound taken out of films' },
  { name: 'avi', from: 'AVI: digital cameras, transfers of tapes' },
  { name: 'mpegts', from: 'MPEG-TS and M2TS: camcorders (AVCHD), television' },
  { name: 'mpeg', from: 'MPEG program streams: DVDs, camcorders' },
  { name: 'dv', from: 'DV: tapes of camcorders' },
  { name: 'asf', from: 'WMA, WMV: dictation machines, Windows' },
  { name: 'flv', from: 'FLV: recorded lectures and streams' },
  { name: 'gif', from: 'GIF: short animations' },
] as const satisfies readonly Known[];
export type Demuxer = (typeof containers)[number]['name'];

const video = [
  { name: 'h264', from: 'nearly all devices' },
  { name: 'hevc', from: 'telephones, drones' },
  { name: 'vp8', from: 'browsers' },
  { name: 'vp9', from: 'browsers' },
  { name: 'av1', decoders: ['libdav1d', 'av1'], from: 'browsers, screen recorders' },
  { name: 'mpeg4', from: 'cameras and films of the 2000s (DivX, Xvid)' },
  { name: 'mpeg1video', from: 'Video CDs' },
  { name: 'mpeg2video', from: 'DVDs, camcorders, television' },
  { name: 'mjpeg', from: 'digital cameras' },
  { name: 'prores', from: 'editors and telephones on Macs' },
  { name: 'dnxhd', from: 'editors, broadcasters' },
  { name: 'dvvideo', from: 'tapes of camcorders' },
  { name: 'h263', from: 'older telephones' },
  { name: 'flv1', decoders: ['flv'], from: 'FLV' },
  { name: 'vp6f', from: 'FLV' },
  { name: 'theora', from: 'Wikimedia, older browsers' },
  { name: 'msmpeg4v2', from: 'AVI of the 1990s' },
  { name: 'msmpeg4v3', decoders: ['msmpeg4'], from: 'AVI of the 1990s' },
  { name: 'wmv1', from: 'WMV' },
  { name: 'wmv2', from: 'WMV' },
  { name: 'wmv3', from: 'WMV' },
  { name: 'vc1', from: 'WMV' },
  { name: 'gif', from: 'GIF' },
] as const satisfies readonly Known[];

const PCM = 's16le s16be s24le s24be s32le s32be s8 u8 f32le f32be f64le f64be mulaw alaw bluray dvd'
  .split(' ')
  .map((form) => ({ name: `pcm_${form}`, from: 'recorders, editors, discs' }));

const audio: readonly Known[] = [
  { name: 'aac', from: 'nearly all devices' },
  { name: 'mp3', decoders: ['mp3float', 'mp3'], from: 'dictation machines, podcasts' },
  { name: 'opus', decoders: ['libopus', 'opus'], from: 'messengers, browsers' },
  { name: 'vorbis', from: 'browsers, archives' },
  { name: 'flac', from: 'recorders, archives' },
  { name: 'alac', from: 'Voice Memos (lossless)' },
  { name: 'amr_nb', decoders: ['amrnb', 'libopencore_amrnb'], from: 'older telephones, voicemail' },
  { name: 'amr_wb', decoders: ['amrwb', 'libopencore_amrwb'], from: 'older telephones' },
  { name: 'ac3', from: 'camcorders, films' },
  { name: 'eac3', from: 'films, television' },
  { name: 'dts', decoders: ['dca'], from: 'films' },
  { name: 'mp2', decoders: ['mp2float', 'mp2'], from: 'camcorders, television' },
  { name: 'adpcm_ms', from: 'telephone systems' },
  { name: 'adpcm_ima_wav', from: 'telephone systems, dictation machines' },
  { name: 'adpcm_ima_qt', from: 'older cameras' },
  { name: 'gsm', decoders: ['gsm', 'libgsm'], from: 'telephone systems' },
  { name: 'gsm_ms', decoders: ['gsm_ms', 'libgsm_ms'], from: 'telephone systems' },
  { name: 'speex', decoders: ['speex', 'libspeex'], from: 'older voice chats' },
  { name: 'wmav1', from: 'WMA' },
  { name: 'wmav2', from: 'WMA, dictation machines' },
  { name: 'wmapro', from: 'WMA' },
  { name: 'wmalossless', from: 'discs copied with Windows' },
  { name: 'wmavoice', from: 'dictation machines' },
  { name: 'nellymoser', from: 'FLV' },
  ...PCM,
];

const names = (known: readonly Known[]): string[] => known.map(({ name }) => name);
const decoders = (known: readonly Known[]): string[] =>
  known.flatMap((one) => [one.name, ...(one.decoders ?? [])]);

export const videoCodecs: readonly string[] = names(video);
export const audioCodecs: readonly string[] = names(audio);
export const textCaptionCodecs: readonly string[] = [
  'mov_text',
  'text',
  'subrip',
  'srt',
  'webvtt',
  'ass',
  'ssa',
];
export const isOneOf = (codecs: readonly string[], name: string): boolean => codecs.includes(name);

/** By ffmpeg's own lists of names. */
export const containerWhitelist = [...names(containers), 'mp4', 'm4a', '3gp', '3g2', 'mj2', 'webm'].join(',');
export const decoderWhitelist = [
  ...new Set([...decoders(video), ...decoders(audio), ...textCaptionCodecs]),
].join(',');
