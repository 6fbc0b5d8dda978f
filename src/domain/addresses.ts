/** Where the page of a pair is, under the server's address: `/routes/ALA-LHE`. */
export function pairPath(origin: string, destination: string): string {
  return `/routes/${origin}-${destination}`;
}
