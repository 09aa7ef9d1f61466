namespace TradeBooks.Feeds.Csv;

/// <summary>What happens at a row that cannot be a bar.</summary>
public enum BadRows
{
    /// <summary>The bars before it are served, then <see cref="BadRowException"/> is thrown.</summary>
    Stop,

    /// <summary>The row is left out and reported as a <see cref="RejectedRow"/>.</summary>
    Skip,
}
