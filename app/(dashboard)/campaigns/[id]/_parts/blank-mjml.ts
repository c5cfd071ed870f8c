/** The least that may be sent: a paragraph and the way out. */
export const blankMjml = (text: string, unsubscribe: string): string => `<mjml>
  <mj-body background-color="#ffffff">
    <mj-section>
      <mj-column>
        <mj-text font-size="16px" line-height="1.6">${text}</mj-text>
      </mj-column>
    </mj-section>
    <mj-section>
      <mj-column>
        <mj-text font-size="13px" color="#5b6270"><a href="{{ unsubscribe_url }}">${unsubscribe}</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`;
