// open opens the search index in a folder.
export async function open() {
  throw new Error("This site has no search index.");
}
