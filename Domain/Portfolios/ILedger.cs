using TradeBooks.Domain.Orders;

namespace TradeBooks.Domain.Portfolios;

/// <summary>Where settled fills are written, in slot order.</summary>
public interface ILedger
{
    void Append(in FillRecord record);

    /// <summary>A request was decided; for those that keep the decisions, too. Default: nothing.</summary>
    void Note(in OrderRequest request, in OrderDecision decision)
    {
    }
}
