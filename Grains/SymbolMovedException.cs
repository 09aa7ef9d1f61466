namespace TradeBooks.Grains;

/// <summary>A later activation of the symbol has taken over: this one has nothing to report any more.</summary>
[GenerateSerializer, Alias("TradeBooks.SymbolMovedException")]
public sealed class SymbolMovedException : Exception
{
    public SymbolMovedException()
    {
    }

    public SymbolMovedException(string message)
        : base(message)
    {
    }

    public SymbolMovedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
