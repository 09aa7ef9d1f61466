using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Engine;

/// <summary>A command that waits for its slot.</summary>
internal sealed class SymbolCommand : IPersistent
{
    /// <summary>What is to be done.</summary>
    public SymbolCommandKind Kind;

    /// <summary>Number of the slot that it waits for to be done.</summary>
    public long After;

    public void Persist(StateArchive archive)
    {
        archive.Item("kind", ref Kind);
        archive.Item("after", ref After);
    }
}
