#!/usr/bin/env python3
"""Makes the counts of src/synthesize/data/french.zst from French Wikinews.

    python3 benches/synthesis/learn.py winer_fr_train.jsonl winer_fr_dev.jsonl | zstd -19 > src/synthesize/data/french.zst

Input: JSON lines {"text", "entities": [{"start", "end", "type"}]} of WiNER-fr (texts CC BY 2.5, French Wikinews;
annotations CC BY 4.0, Yoann Dupont). Output, lines of UTF-8, three parts each ended by an empty line:

    forms     one a line, in the order of their numbers; a form seen fewer than KEPT times stands under its class,
              written `~ending`; names of people, organisations and places are `<PER>`, `<ORG>`, `<LOC>`,
              numbers `<NUM>`, the border of sentences `<S>`
    followers one line a form: `number:count number:count ...`, numbers as differences, ascending
    rare      one line a class: `~ending stem stem ...`, the stems of the forms behind it, most frequent first
"""
import collections, json, re, sys

KEPT = 4
ENDINGS = sorted(
    "ations ation ements ement ments ment ités ité eurs eur euses euse rices rice iques ique istes iste ismes isme "
    "ages age ances ance ences ence ables able ibles ible elles elle els el aux al ales ale ifs if ives ive eux "
    "ienne iennes ien iens ais aise aises ois oise oises aient ait ant ants ante antes ée ées és é er ir re "
    "es s e t n r l a o i u".split(), key=lambda e: (-len(e), e))
TOKEN = re.compile(r"<(?:PER|ORG|LOC)>|\d+(?:[.,]\d+)*|(?:[^\W\d_]+['’])|[^\W\d_]+(?:-[^\W\d_]+)*|[.!?…]+|[,;:()«»%–—]", re.U)


def sentences(path):
    for line in open(path, encoding="utf-8"):
        article = json.loads(line)
        text, spans = article["text"], article["entities"]
        for span in sorted(spans, key=lambda s: -s["start"]):
            if span["type"] in ("PER", "ORG", "LOC"):
                text = text[: span["start"]] + f"<{span['type']}>" + text[span["end"]:]
        for paragraph in text.split("\n"):
            tokens = TOKEN.findall(paragraph)
            if len(tokens) < 6:
                continue
            sentence = []
            for token in tokens:
                if token[0] in ".!?…":
                    if len(sentence) > 3:
                        yield sentence + [token[0]]
                    sentence = []
                elif token[0].isdigit():
                    sentence.append("<NUM>")
                else:
                    sentence.append(token if token[0] == "<" or sentence and not token.isupper() else token.lower())
            if len(sentence) > 5:
                yield sentence + ["."]


def main():
    corpus = [s for path in sys.argv[1:] for s in sentences(path)]
    counts = collections.Counter(t for s in corpus for t in s)
    rare = collections.defaultdict(collections.Counter)

    def state(token):
        if counts[token] >= KEPT or token[0] in "<.,;:()«»%–—!?…" or token[-1] in "'’":
            return token.replace("’", "'")
        word = token.lower()
        ending = next((e for e in ENDINGS if word.endswith(e) and len(word) > len(e) + 2), None)
        if ending is None or not word.isalpha():
            return "~e"
        rare[ending][word[: len(word) - len(ending)]] += counts[token]
        return "~" + ending

    followers = collections.defaultdict(collections.Counter)
    for sentence in corpus:
        states = ["<S>"] + [state(t) for t in sentence]
        for left, right in zip(states, states[1:] + ["<S>"]):
            followers[left][right] += 1
    forms = sorted(followers, key=lambda f: (-sum(followers[f].values()), f))
    number = {form: n for n, form in enumerate(forms)}
    print("\n".join(forms) + "\n")
    for form in forms:
        last, parts = 0, []
        for right, count in sorted((number[r], c) for r, c in followers[form].items()):
            parts.append(f"{right - last}:{count}" if count > 1 else str(right - last))
            last = right
        print(" ".join(parts))
    print()
    for ending in sorted(rare):
        stems = sorted(rare[ending].items(), key=lambda item: (-item[1], item[0]))
        print(" ".join(["~" + ending] + [stem for stem, _ in stems]))
    print()


main()
