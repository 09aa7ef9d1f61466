namespace TradeBooks.Domain.Books;

/// <summary>A book was asked while it is not known to be the exchange's book.</summary>
public sealed class BookNotInSyncException(string reason) : InvalidOperationException($"the book is not in sync: {reason}")
{
    /// <summary>Why it is not in sync, in a few words.</summary>
    public string Reason { get; } = reason;
}
