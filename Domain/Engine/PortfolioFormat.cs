using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Engine;

/// <summary>What a portfolio's saved state says of itself; that of another program or of other settings is refused.</summary>
internal static class PortfolioFormat
{
    // The first one had no number.
    private const int Number = 4;

    /// <param name="archive">Where the state begins.</param>
    /// <param name="options">The portfolio of this run.</param>
    /// <exception cref="StateException">It is of another program, or of other strategies, or of more or fewer symbols.</exception>
    public static void Persist(StateArchive archive, PortfolioOptions options)
    {
        archive.FixedList("strategies", options.Strategies.Count, (index, element) =>
            PersistName(element, options, "strategies", options.Strategies[index]));
        PersistNumber(archive, options);
        var count = options.Instruments.Count;
        archive.Item("instruments", ref count);
        if (count != options.Instruments.Count)
            throw new StateException($"saved state of portfolio {options.Id}: 'instruments' has {count} elements, this run {options.Instruments.Count}");
    }

    /// <param name="archive">Where the symbol's part begins.</param>
    /// <param name="options">The portfolio of this run.</param>
    /// <param name="symbolIndex">The symbol's place in ordinal order.</param>
    /// <exception cref="StateException">It is another symbol's.</exception>
    public static void PersistSymbol(StateArchive archive, PortfolioOptions options, int symbolIndex) =>
        PersistName(archive, options, "instruments", options.Instruments[symbolIndex].Symbol);

    private static void PersistNumber(StateArchive archive, PortfolioOptions options)
    {
        var saved = Number;
        try
        {
            archive.Item("format", ref saved);
        }
        catch (StateException e)
        {
            throw new StateException($"saved state of portfolio {options.Id} is of an older program", e);
        }

        if (saved != Number)
            throw new StateException($"saved state of portfolio {options.Id} has format {saved}, this program has {Number}");
    }

    private static void PersistName(StateArchive archive, PortfolioOptions options, string list, string name)
    {
        var saved = name;
        archive.Item("name", ref saved);
        if (saved != name)
            throw new StateException($"saved state of portfolio {options.Id}: {list} has '{saved}' where this run has '{name}'");
    }
}
