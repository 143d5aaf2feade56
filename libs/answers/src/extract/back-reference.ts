/** Words at the beginning of a sentence that point to the one before it. */
const leaning: Record<string, RegExp> = {
  en: /^(he|she|it|they|this|these|that|those|his|her|its|their|such|here|there|both|also|however|but|then|thus|therefore|instead|otherwise|moreover|furthermore|additionally|similarly|afterwards|later)\b/i,
  de: /^(er|sie|es|dies(e[rsmn]?)?|das|sein(e[rsmn]?)?|ihr(e[rsmn]?)?|dort|dabei|dadurch|daher|jedoch|aber|auch|außerdem|danach|dann|deshalb|hier|beide)\b/i,
  fr: /^(il|elle|ils|elles|ce|cet|cette|ces|cela|ceci|son|sa|ses|leurs?|là|mais|aussi|cependant|ensuite|puis|donc|ainsi|y)\b/i,
  es: /^(él|ella|ellos|ellas|este|esta|estos|estas|esto|eso|su|sus|allí|pero|también|sin embargo|además|luego|después|así|ambos)(?!\p{L})/iu,
  it: /^(egli|lui|lei|essi|esse|loro|esso|essa|questo|questa|questi|queste|ciò|suo|sua|suoi|sue|lì|ma|anche|tuttavia|inoltre|poi|quindi|così|entrambi)\b/i,
  pt: /^(ele|ela|eles|elas|este|esta|estes|estas|isto|isso|seu|sua|seus|suas|lá|mas|também|no entanto|além disso|depois|assim|ambos)(?!\p{L})/iu,
  nl: /^(hij|zij|ze|het|dit|deze|dat|die|zijn|haar|hun|daar|maar|ook|echter|bovendien|daarna|toen|dus|beide)\b/i,
  sv: /^(han|hon|den|det|de|denna|detta|dessa|hans|hennes|dess|deras|där|men|också|dock|dessutom|sedan|därför|båda)(?!\p{L})/iu,
  pl: /^(on|ona|ono|oni|one|to|ten|ta|te|jego|jej|ich|tam|ale|także|jednak|ponadto|potem|więc|oba)(?!\p{L})/iu,
  ru: /^(он|она|оно|они|это|этот|эта|эти|его|её|их|там|но|также|однако|кроме того|затем|поэтому|оба)(?!\p{L})/iu,
  tr: /^(o|onlar|bu|bunlar|şu|onun|onların|orada|ama|ayrıca|ancak|sonra|böylece)(?!\p{L})/iu,
  hi: /^(वह|वे|यह|ये|उसने|उन्होंने|इसने|उसका|उसकी|उनके|इसका|इसकी|वहाँ|लेकिन|हालाँकि|फिर)(?!\p{L})/u,
  zh: /^(他|她|它|他们|她们|它们|这|那|该|此|其|但|然而|而且|此外|随后|因此)/,
  ja: /^(彼|彼女|それ|これ|そこ|その|この|しかし|また|そして|さらに|そのため)/,
  ko: /^(그는|그녀는|그것은|이것은|그들은|이는|그의|그러나|또한|그리고|따라서)/,
  ar: /^(هو|هي|هم|هذا|هذه|ذلك|تلك|لكن|كما|أيضا|ثم|لذلك)(?!\p{L})/u,
};

/** Whether a sentence begins with a word that points to the one before it. */
export function refersBack(text: string, language: string): boolean {
  return leaning[language]?.test(text.replace(/^["'“‘«(]+/u, '')) ?? false;
}
