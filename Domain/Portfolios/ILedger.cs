namespace TradeBooks.Domain.Portfolios;

/// <summary>Where settled fills are written, in slot order.</summary>
public interface ILedger
{
    void Append(in FillRecord record);
}
