/** A mail address that, where there is no room, breaks after its @ rather than in a word. */
export const MailAddress = ({ children }: { children: string }) => {
  const at = children.lastIndexOf("@") + 1;
  return (
    <>
      {children.slice(0, at)}
      <wbr />
      {children.slice(at)}
    </>
  );
};
