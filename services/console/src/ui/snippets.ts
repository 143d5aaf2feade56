/** A call as a person would write it, in three languages; each is a whole program. */
export interface Call {
  baseUrl: string;
  instanceId: string;
  message: string;
}

const shellQuote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const pythonString = (text: string): string => JSON.stringify(text);

const bodyOf = ({ instanceId, message }: Call) => ({
  chat_data: { instance_id: instanceId, user_id: 'me', message },
});

/** `$PERSONA_KEY` holds the key. */
export const curlOf = (call: Call): string =>
  `curl -s ${call.baseUrl}/api/kb/v2/chat \\
  -H "Authorization: Bearer $PERSONA_KEY" \\
  -H 'Content-Type: application/json' \\
  -d ${shellQuote(JSON.stringify(bodyOf(call)))}`;

export const typescriptOf = (
  call: Call,
): string => `const response = await fetch(${JSON.stringify(`${call.baseUrl}/api/kb/v2/chat`)}, {
  method: 'POST',
  headers: {
    authorization: \`Bearer \${process.env.PERSONA_KEY}\`,
    'content-type': 'application/json',
  },
  body: JSON.stringify(${JSON.stringify(bodyOf(call), null, 2).replaceAll('\n', '\n  ')}),
});
const answer = await response.json();
console.log(answer.response);
for (const { index, title, quote } of answer.citations) console.log(\`[\${index}] \${title}: \${quote}\`);`;

export const pythonOf = (call: Call): string => `import json, os, urllib.request

request = urllib.request.Request(
    ${pythonString(`${call.baseUrl}/api/kb/v2/chat`)},
    data=json.dumps(${JSON.stringify(bodyOf(call))}).encode(),
    headers={
        "Authorization": f"Bearer {os.environ['PERSONA_KEY']}",
        "Content-Type": "application/json",
    },
)
with urllib.request.urlopen(request) as response:
    answer = json.load(response)
print(answer["response"])
for citation in answer["citations"]:
    print(f"[{citation['index']}] {citation['title']}: {citation['quote']}")`;
