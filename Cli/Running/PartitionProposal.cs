using TradeBooks.Cli.Commands;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Running;

/// <summary>What a partition map is proposed from.</summary>
internal sealed record PartitionProposal
{
    // More than any broker takes for one topic.
    private const int MostPartitions = 100_000;

    /// <summary>Symbols as given; those of <see cref="From"/> come along.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Default: as many as <see cref="From"/> has.</summary>
    public int? Partitions { get; init; }

    /// <summary>A file, or <c>A=120,B=30</c> texts. Default: all symbols alike.</summary>
    public IReadOnlyList<string> Rates { get; init; } = [];

    /// <summary>A map whose symbols stay where they are.</summary>
    public string? From { get; init; }

    /// <summary>Where the map is to be written.</summary>
    public string? Out { get; init; }

    /// <summary>Makes the plan; writes nothing.</summary>
    /// <exception cref="SettingException">An option is missing or wrong, or the plan would move a symbol.</exception>
    /// <exception cref="FeedException">A file is not what it should be.</exception>
    public (PartitionPlan Plan, IReadOnlyDictionary<string, decimal> Rates, PartitionMap? Existing) Make()
    {
        var existing = From is null ? null : PartitionMap.Read(From);
        var count = Partitions ?? existing?.Count ?? throw new SettingException("how many partitions are there? Give --partitions N");
        if (count is < 1 or > MostPartitions)
            throw new SettingException($"--partitions {count}: give a number from 1 to {MostPartitions}");
        var rates = FindRates(existing);
        var plan = PartitionPlanner.Propose(rates, count, existing);
        if (Out is not null)
            CheckOut(Out, plan);
        return (plan, rates, existing);
    }

    private Dictionary<string, decimal> FindRates(PartitionMap? existing)
    {
        if (Symbols.GroupBy(symbol => symbol).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new SettingException($"--symbols: {twice.Key} is given twice");
        var symbols = Symbols.Union(existing?.Partitions.Keys ?? []).ToList();
        if (symbols.Count == 0)
            throw new SettingException("which symbols? Give --symbols A,B");
        if (Rates.Count == 0)
            return symbols.ToDictionary(symbol => symbol, _ => 1m);
        var known = ReadRates();
        return symbols.ToDictionary(symbol => symbol, symbol => known.TryGetValue(symbol, out var rate)
            ? rate
            : throw new SettingException($"--rates has no rate of {symbol}"));
    }

    private IReadOnlyDictionary<string, decimal> ReadRates()
    {
        if (Rates is [var only] && (File.Exists(only) || !only.Contains('=', StringComparison.Ordinal)))
            return SymbolRates.Read(only);
        return SymbolRates.TryParse(CommonOptions.Split([.. Rates]), out var rates) is { } reason
            ? throw new SettingException($"--rates: {reason}")
            : rates;
    }

    /// <summary>What a file holds that the plan is to replace must stay as it is.</summary>
    private static void CheckOut(string path, PartitionPlan plan)
    {
        if (!path.EndsWith(PartitionMap.FileSuffix, StringComparison.Ordinal) || Path.GetFileName(path) == PartitionMap.FileSuffix)
            throw new SettingException($"--out {path}: the file of a map is named EXCHANGE{PartitionMap.FileSuffix}");
        if (!File.Exists(path))
            return;
        foreach (var (symbol, partition) in PartitionMap.Read(path).Partitions)
        {
            if (!plan.Partitions.TryGetValue(symbol, out var planned))
                throw new SettingException($"--out {path}: it has {symbol}, which would be lost. Keep it with --from {path}");
            if (planned != partition)
            {
                throw new SettingException(
                    $"--out {path}: it has {symbol} on partition {partition}, not {planned}; to move it would break the order "
                    + $"of its records. Keep it with --from {path}");
            }
        }
    }
}
