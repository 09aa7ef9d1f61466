namespace TradeBooks.Grains;

/// <summary>A batch has to come again later: records of another source, which came before it, come first.</summary>
[GenerateSerializer, Alias("TradeBooks.SourceWaitsException")]
public sealed class SourceWaitsException : Exception
{
    public SourceWaitsException()
    {
    }

    public SourceWaitsException(string message)
        : base(message)
    {
    }

    public SourceWaitsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
