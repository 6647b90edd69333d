// Prints, for each workbook named on the command line, the errors that the Open XML SDK finds, as one JSON array.
import { readFile } from "node:fs/promises";
import validate from "@ooxml-tools/validate";

const found = [];
for (const file of process.argv.slice(2)) {
  const bytes = await readFile(file);
  const content = new Uint8Array(bytes);
  try {
    found.push(await validate(content, "xlsx", "Microsoft365"));
  } catch (error) {
    found.push([{ description: String(error), path: { partUri: "", xpath: "" }, id: "exception" }]);
  }
}
process.stdout.write("\n@@" + JSON.stringify(found), () => process.exit(0));
