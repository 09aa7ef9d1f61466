namespace TradeBooks.Feeds;

/// <summary>A source of market data cannot be read, or holds what cannot be a market event.</summary>
public class FeedException : Exception
{
    /// <param name="file">The file or folder, as a user should see it named.</param>
    /// <param name="reason">What is wrong with it, in one line.</param>
    /// <param name="inner">What the system said, where it said something.</param>
    public FeedException(string file, string reason, Exception? inner = null)
        : this(file, reason, $"{file}: {reason}", inner)
    {
    }

    /// <summary>With a message that says more than <c>file: reason</c>.</summary>
    protected FeedException(string file, string reason, string message, Exception? inner)
        : base(message, inner)
    {
        File = file;
        Reason = reason;
    }

    /// <summary>The file or folder, as a user should see it named.</summary>
    public string File { get; }

    /// <summary>What is wrong, in one line.</summary>
    public string Reason { get; }
}
