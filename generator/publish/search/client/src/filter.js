// filter returns the pages that have what the filters ask for, and the values of
// all facets with how many results have each. Those of a facet leave out the choice
// made in it.
export function filter(pages, facets, filters) {
  const chosen = facets.map((f) => filters[f.id]?.length > 0 && f.values.map((v) => filters[f.id].includes(v.id)));
  const counts = facets.map((f) => new Uint32Array(f.values.length));
  const kept = pages.filter((page) => {
    let misses = 0; // facets whose choice the page does not have
    let where = 0; // one of them
    facets.forEach((f, i) => {
      if (!chosen[i] || f.pages[page].some((v) => chosen[i][v])) return;
      misses++;
      where = i;
    });
    facets.forEach((f, i) => {
      if (misses === 0 || (misses === 1 && where === i)) for (const v of f.pages[page]) counts[i][v]++;
    });
    return misses === 0;
  });
  const values = facets.map((f, i) => ({
    id: f.id,
    values: f.values
      .map((v, k) => ({ ...v, count: counts[i][k], selected: Boolean(chosen[i] && chosen[i][k]) }))
      .filter((v) => v.count > 0 || v.selected)
      .sort((a, b) => b.count - a.count),
  }));
  return [kept, values];
}
