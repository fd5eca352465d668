// Makes kern.css and the two fonts in the folder that is named as the first argument.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as sass from "sass";

const subset = createRequire(import.meta.url)("subset-font");
const target = process.argv[2];
const KERN = "node_modules/@kern-ux/native";

// What DIN 91379 (String.Latin) has for names in Latin letters, with the signs for texts and
// currencies that catalogs use. A character that the font lacks is shown by the next font.
const RANGES = [
  [0x0020, 0x007e], // Basic Latin
  [0x00a0, 0x017f], // Western, Central and Eastern Europe, Sorbian, Turkish, Baltic
  [0x0180, 0x024f], // Vietnamese horns, Sámi, Romanian, Livonian
  [0x0259, 0x0259], // Azerbaijani
  [0x0268, 0x0268],
  [0x0292, 0x0292], // Skolt Sámi
  [0x02b9, 0x02bf], // signs of transliteration
  [0x02c6, 0x02dd],
  [0x0300, 0x0331], // combining marks
  [0x035f, 0x035f],
  [0x1e00, 0x1eff], // transliterations, Vietnamese, the capital sharp s
  [0x2010, 0x2027], // dashes, quotation marks, ellipsis
  [0x202f, 0x203a], // narrow space, per mille, primes, guillemets
  [0x2070, 0x208e], // superscripts and subscripts
  [0x20ac, 0x20ac], // euro
  [0x2116, 0x2116],
  [0x2122, 0x2122],
  [0x2190, 0x2193], // arrows
  [0x2212, 0x2212],
  [0x221e, 0x221e],
  [0x2264, 0x2265],
];
const LETTERS = RANGES.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i))
).join("");

await mkdir(target, { recursive: true });

const { css } = sass.compile("kern.scss", {
  charset: false,
  loadPaths: ["node_modules"],
  style: "compressed",
});
await writeFile(join(target, "kern.css"), css);

for (const weight of ["Regular", "SemiBold"]) {
  const font = await readFile(join(KERN, `dist/fonts/fira-sans/FiraSans-${weight}.woff2`));
  const small = await subset(font, LETTERS, { targetFormat: "woff2" });
  await writeFile(join(target, `fira-sans-${weight.toLowerCase()}.woff2`), small);
}
await copyFile("fira-sans-license.txt", join(target, "fira-sans-license.txt"));
