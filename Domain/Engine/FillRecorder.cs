using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Domain.Engine;

/// <summary>Keeps the fills until they are taken.</summary>
internal sealed class FillRecorder : ILedger
{
    private List<FillRecord> _fills = [];

    public void Append(in FillRecord record) => _fills.Add(record);

    public List<FillRecord> Take()
    {
        var fills = _fills;
        _fills = [];
        return fills;
    }
}
