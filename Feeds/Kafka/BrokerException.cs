namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Kafka can't be reached, refused what was asked, or no longer holds what was to be read. Says what, where, and what
/// to do about it, in one line.
/// </summary>
public class BrokerException : Exception
{
    public BrokerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
