/**
 * Puts the open pixel's slot `{{ kurir.open }}` at the end of a compiled mail: just before `</body>`, or at the very end.
 * Not `display:none`, which some programs do not load; empty `alt`, so that no screen reader names it.
 */
export function addOpenPixel(html: string): string {
  const pixel =
    '<img src="{{ kurir.open }}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0;" />';
  const end = html.toLowerCase().lastIndexOf("</body");
  return end === -1 ? html + pixel : html.slice(0, end) + pixel + html.slice(end);
}
