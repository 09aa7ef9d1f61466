namespace TradeBooks.Grains;

/// <summary>This activation has lost its portfolio, or is being stopped: the call is to be made again.</summary>
[GenerateSerializer, Alias("TradeBooks.PortfolioMovedException")]
public sealed class PortfolioMovedException : Exception
{
    public PortfolioMovedException()
    {
    }

    public PortfolioMovedException(string message)
        : base(message)
    {
    }

    public PortfolioMovedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
