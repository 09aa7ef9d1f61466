namespace TradeBooks.Grains;

/// <summary>Makes decoders. Safe for use by many threads.</summary>
public interface IRecordDecoderFactory
{
    IRecordDecoder Create(string symbol);
}
