namespace TradeBooks.Grains.Interfaces;

/// <summary>Names that the silo's stream provider and the grains share.</summary>
public static class StreamNames
{
    /// <summary>The stream provider.</summary>
    public const string Provider = "market";

    /// <summary>Namespace of the streams of bars; the key is the symbol.</summary>
    public const string Bars = "bars";

    /// <summary>Namespace of the streams of depth events; the key is the symbol.</summary>
    public const string Depth = "depth";

    /// <summary>Namespace of the streams of trades; the key is the symbol.</summary>
    public const string Trades = "trades";
}
