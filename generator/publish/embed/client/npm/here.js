// The package may be part of any script, so only the product knows the site's address.
export const here = undefined;
