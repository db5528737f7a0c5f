/**
 * The ids of headings, as links name them in the repository: as GitHub makes them.
 */

/**
 * Gives the id of a heading.
 *
 * @param {string} heading its text
 */
export function headingId(heading) {
  const lower = heading.trim().toLowerCase();
  return lower.replaceAll(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(/\s/g, "-");
}
