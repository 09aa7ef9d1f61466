using TradeBooks.Domain.Books;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Cli.Running;

/// <summary>What the settings say about a run.</summary>
internal sealed record RunPlan
{
    private const string SaveKey = "save_seconds";
    private const string ArrivalKey = "arrival_wait_seconds";

    public required TradingSetup Setup { get; init; }

    /// <summary>How often the state is saved.</summary>
    public required TimeSpan SaveEvery { get; init; }

    /// <summary>How long a slot stays open for the other symbols in arrival mode.</summary>
    public required TimeSpan ArrivalWait { get; init; }

    /// <summary>Whether best bids and asks that an exchange sent are events too, where recorded frames are read.</summary>
    public required bool WithQuotes { get; init; }

    /// <summary>The settings in force, for the state: what a resumed run must have too.</summary>
    public required SortedDictionary<string, string> Settings { get; init; }

    /// <exception cref="SettingException">A setting, strategy or symbol can't be.</exception>
    public static RunPlan Read(
        IReadOnlyDictionary<string, string> values, IReadOnlyList<string> strategies, IReadOnlyList<string> symbols)
    {
        var reader = new SettingsReader(values);
        var choices = StrategyChoice.Parse(strategies);
        var setup = TradingSetup.Read(reader, choices, symbols);
        RequireBooks(choices, setup);
        var (save, arrival) = ReadTimes(reader);
        var withQuotes = ReadQuotes(reader);
        reader.RejectUnknown();
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in reader.InForce)
        {
            if (key is not (SaveKey or ArrivalKey))
                settings.Add(key, value);
        }

        settings["strategies"] = string.Join(',', strategies);
        settings["symbols"] = string.Join(',', setup.Portfolio.Instruments.Select(instrument => instrument.Symbol));
        return new RunPlan { Setup = setup, SaveEvery = save, ArrivalWait = arrival, WithQuotes = withQuotes, Settings = settings };
    }

    private static void RequireBooks(IReadOnlyList<StrategyChoice> choices, TradingSetup setup)
    {
        var choice = choices.FirstOrDefault(choice => choice.Type.NeedsBook);
        var instrument = setup.Portfolio.Instruments.FirstOrDefault(instrument => instrument.BookRules == BookRules.None);
        if (choice is not null && instrument is not null)
        {
            throw new SettingException(
                $"strategy {choice.Id} trades by the order book, and {instrument.Symbol} has none: give recorded frames "
                + "(backtest --exchange NAME --format NAME FILE)");
        }
    }

    /// <summary>Reads the settings that have to do with the wall clock.</summary>
    public static (TimeSpan SaveEvery, TimeSpan ArrivalWait) ReadTimes(SettingsReader reader) => (
        TimeSpan.FromSeconds((double)reader.Number(
            SaveKey, 2m, 0.001m, 86_400, "how often the state is saved during a run, in seconds")),
        TimeSpan.FromSeconds((double)reader.Number(
            ArrivalKey, 0.25m, 0, 3600, "how long a time slot waits for the other symbols (trade --mode arrival)")));

    /// <summary>Reads whether quotes of recorded frames are events.</summary>
    public static bool ReadQuotes(SettingsReader reader) => reader.Choice(
        "quotes", "off", ["off", "on"], "whether an exchange's own best bid and ask in recorded frames are events (backtest FILE)") == "on";
}
