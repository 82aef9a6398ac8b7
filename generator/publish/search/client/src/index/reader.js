import { Damaged, blockSize, parseFacets, parsePositions, parseQuestions, parseRoot, parseShard, parseSpelling } from "./decode.js";

// openReader reads the root of the index in a folder, an absolute URL that ends in
// a slash.
export async function openReader(folder) {
  // The root has a name that stays, so it is asked for anew.
  return new Reader(folder, await parseRoot(await download(new URL("root.bin", folder), { cache: "no-cache" })));
}

async function download(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new Error("The search index could not be loaded. Are you online?");
  }
  if (response.status === 404) throw new Damaged("A part of the search index is missing.");
  if (!response.ok) throw new Error(`The search index could not be loaded: the server answers ${response.status}.`);
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new Error("The search index could not be loaded whole. Are you online?");
  }
}

// Reader reads an index as it was when its root was read, and keeps what it has
// read.
class Reader {
  constructor(folder, root) {
    this.folder = folder;
    this.root = root;
    this.pages = root.pages;
    this.files = new Map();
    this.stale = false; // a file was missing or damaged
  }

  // load reads a file once. What a browser has kept may be the answer of a moment
  // in which the site was being replaced, so a bad one is asked for anew; one that
  // fails all the same is asked for again the next time.
  load(name, parse) {
    let file = this.files.get(name);
    if (!file) {
      const url = new URL(name, this.folder);
      file = download(url)
        .then(parse)
        .catch((error) => {
          if (!(error instanceof Damaged)) throw error;
          return download(url, { cache: "reload" }).then(parse);
        });
      this.files.set(name, file);
      file.catch((error) => {
        this.files.delete(name);
        this.stale ||= error instanceof Damaged;
      });
    }
    return file;
  }

  shard(i) {
    return this.load(`terms/${this.root.shards[i]}.bin`, (data) => parseShard(data, this.pages));
  }

  positions(shard) {
    return this.load(`positions/${shard.positions}.bin`, (data) => parsePositions(data, shard));
  }

  // spelling reads the words of one length in code points; they may be none.
  async spelling(length) {
    const hash = this.root.spelling.get(length);
    return hash ? this.load(`spelling/${hash}.bin`, parseSpelling) : { words: [], sizes: [] };
  }

  facets() {
    return this.load(`facets/${this.root.facets}.bin`, (data) => parseFacets(data, this.pages));
  }

  questions() {
    return this.load(`questions/${this.root.questions}.bin`, (data) => parseQuestions(data, this.pages));
  }

  // fragment reads what a result shows of a page: JSON, which parse makes a value
  // of.
  fragment(page, parse) {
    return this.load(`fragments/${this.root.blocks[Math.floor(page / blockSize)]}/${page % blockSize}.json`, parse);
  }
}
