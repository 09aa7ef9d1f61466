namespace TradeBooks.Feeds.Captures;

/// <summary>How recorded frames stand in a file.</summary>
public enum CaptureFormat
{
    /// <summary>
    /// <c>nanoseconds json</c> a line, one symbol a file; several files continue each other. The bare depth snapshot of the
    /// REST interface stands where its answer arrived. Order is that of the lines: clocks disagree.
    /// </summary>
    HftBacktest = 0,

    /// <summary>
    /// <c>seconds: json</c> a line, beside lines of the connection (<c>URL &lt;-&gt; t</c>) and of what was sent
    /// (<c>URL &lt;- t: json</c>); answers of the REST interface are <c>URL -&gt; t: json</c>. Several files are merged by time.
    /// </summary>
    Cryptofeed = 1,
}
