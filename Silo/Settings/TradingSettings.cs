using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains;
using TradeBooks.Hosting;
using TradeBooks.Silo.Feeding;

namespace TradeBooks.Silo.Settings;

/// <summary>What a silo trades, and where its bars come from. Strategies and settings mean what they mean to the command line.</summary>
internal sealed record TradingSettings
{
    private const string SectionName = "Trading";
    private const string PortfoliosKey = "Portfolios";
    private const string SymbolsKey = "Symbols";
    private const string FeedsKey = "Feeds";

    public required ClusterTrading Trading { get; init; }

    /// <summary>In ordinal order.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Zone of times that name none.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>The exchange's topics; null where there are bars alone.</summary>
    public ExchangeTopics? Exchange { get; private init; }

    /// <summary>Whether the bars' topics are read.</summary>
    public bool HasBars => Exchange?.HasBars ?? true;

    /// <summary>Kafka; null where bars come from files.</summary>
    public KafkaOptions? Kafka { get; private init; }

    /// <summary>Folder of bar files; null where bars come from Kafka.</summary>
    public string? Bars { get; private init; }

    /// <summary>Sections that <see cref="Read"/> reads.</summary>
    public static string[] Sections { get; } = [SectionName, "Kafka", "Data"];

    /// <exception cref="SettingException">A value is missing, wrong or unknown.</exception>
    public static TradingSettings Read(IConfiguration configuration, bool isClustered)
    {
        var section = configuration.GetSection(SectionName);
        var reader = new SettingsReader(HostConfiguration.Values(section)
            .Where(pair => !IsBelow(pair.Key, PortfoliosKey) && !IsBelow(pair.Key, SymbolsKey) && !IsBelow(pair.Key, FeedsKey))
            .ToDictionary(pair => $"{SectionName}.{pair.Key}", pair => pair.Value));
        var isArrival = reader.Choice("Trading.Mode", "event-time", ["event-time", "arrival"], "what a slot waits for") == "arrival";
        var wait = reader.Number("Trading.ArrivalWaitSeconds", 0.25m, 0, 3600, "how long a slot waits for the other symbols (arrival), in seconds");
        var zone = FindZone(reader.Text("Trading.TimeZone", "UTC", "zone of times that name none"));
        var exchangeName = reader.Text("Trading.Exchange", "", "exchange whose order books and trades are read");
        var map = reader.Text("Trading.PartitionMap", "", "file that says which partition of the exchange's topics carries which symbol");
        reader.RejectUnknown();
        var bars = ReadBars(configuration, isClustered);
        var symbols = ReadSymbols(section, bars);
        var exchange = ExchangeSettings.Read(exchangeName, HostConfiguration.List(section.GetSection(FeedsKey)), map, symbols, isClustered);
        var kafka = isClustered ? ReadKafka(configuration, symbols, exchange?.HasBars ?? true) : null;
        return new TradingSettings
        {
            Trading = new ClusterTrading(
                ReadPortfolios(section.GetSection(PortfoliosKey), symbols, exchange), isArrival ? TimeSpan.FromSeconds((double)wait) : null)
            {
                Sources = exchange?.Count ?? 1,
            },
            Symbols = symbols,
            TimeZone = zone,
            Exchange = exchange,
            Kafka = kafka,
            Bars = bars,
        };
    }

    private static bool IsBelow(string key, string section) =>
        key.Equals(section, StringComparison.OrdinalIgnoreCase) || key.StartsWith(section + '.', StringComparison.OrdinalIgnoreCase);

    private static string? ReadBars(IConfiguration configuration, bool isClustered)
    {
        var reader = HostConfiguration.Sections(configuration, "Data");
        var bars = reader.Text("Data.Bars", "", "folder of bar files (Cluster.Mode=localhost); default: the sample");
        reader.RejectUnknown();
        if (isClustered)
            return bars.Length == 0 ? null : throw new SettingException("setting Data.Bars is for Cluster.Mode=localhost; a cluster reads Kafka");
        if (bars.Length == 0)
            bars = Path.Combine(AppContext.BaseDirectory, "sample");
        return Directory.Exists(bars) ? bars : throw new SettingException($"setting Data.Bars: there is no folder '{bars}'");
    }

    private static IReadOnlyList<string> ReadSymbols(IConfigurationSection section, string? bars)
    {
        var given = HostConfiguration.List(section.GetSection(SymbolsKey));
        if (given.GroupBy(symbol => symbol, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new SettingException($"setting Trading.Symbols: {twice.Key} is given twice");
        if (given.Count > 0)
            return [.. given.Order(StringComparer.Ordinal)];
        if (bars is null)
            throw new SettingException("setting Trading.Symbols is missing: name the symbols, such as AAPL,MSFT");
        var found = CsvBarFeedSet.FindSymbols(bars);
        return found.Count > 0 ? [.. found.Order(StringComparer.Ordinal)] : throw new SettingException($"setting Data.Bars: '{bars}' has no bar files");
    }

    private static KafkaOptions ReadKafka(IConfiguration configuration, IReadOnlyList<string> symbols, bool hasBars)
    {
        KafkaOptions options;
        try
        {
            options = KafkaOptions.Read(HostConfiguration.Sections(configuration, "Kafka"));
        }
        catch (SettingException e) when (e.Message.StartsWith("no broker is named", StringComparison.Ordinal))
        {
            throw new SettingException("setting Kafka.Brokers is missing: name the brokers, such as 127.0.0.1:9092");
        }

        // An exchange's symbols need not be names of topics.
        foreach (var topic in (hasBars ? symbols : []).Select(options.Topic.TopicOf).GroupBy(topic => topic, StringComparer.Ordinal))
        {
            if (options.Topic.IsPerSymbol && topic.Count() > 1)
                throw new SettingException($"setting Trading.Symbols: two of the symbols have the topic {topic.Key}");
        }

        return options;
    }

    private static Dictionary<string, TradingSetup> ReadPortfolios(
        IConfigurationSection section, IReadOnlyList<string> symbols, ExchangeTopics? exchange)
    {
        var portfolios = new Dictionary<string, TradingSetup>(StringComparer.Ordinal);
        foreach (var portfolio in section.GetChildren())
            portfolios.Add(portfolio.Key, ReadPortfolio(portfolio, symbols, exchange));
        return portfolios.Count > 0
            ? portfolios
            : throw new SettingException("setting Trading.Portfolios is missing: name one, such as Trading:Portfolios:default:Strategies=lss");
    }

    private static TradingSetup ReadPortfolio(IConfigurationSection section, IReadOnlyList<string> symbols, ExchangeTopics? exchange)
    {
        try
        {
            if (!section.Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
                throw new SettingException("a portfolio's key is made of letters, digits, '-' and '_'");
            if (section.GetChildren().FirstOrDefault(child => child.Key is not "Strategies" and not "Settings") is { } unknown)
                throw new SettingException($"unknown setting '{unknown.Key}'; known are: Settings, Strategies");
            var values = HostConfiguration.Values(section.GetSection("Settings"));
            if (values.TryGetValue("portfolio", out var name) && name != section.Key)
                throw new SettingException($"setting portfolio: '{name}' is not the portfolio's key");
            values["portfolio"] = section.Key;
            if (exchange is not null)
                values.TryAdd(ExchangeSettings.Key, exchange.Exchange.Name);
            var strategies = HostConfiguration.List(section.GetSection("Strategies"));
            var reader = new SettingsReader(values);
            var setup = TradingSetup.Read(reader, StrategyChoice.Parse(strategies.Count > 0 ? strategies : ["lss"]), symbols);
            reader.RejectUnknown();
            ExchangeSettings.RequireSame(setup, exchange);
            return setup;
        }
        catch (SettingException e)
        {
            throw new SettingException($"Trading.Portfolios.{section.Key}: {e.Message}");
        }
    }

    private static TimeZoneInfo FindZone(string id)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw new SettingException($"setting Trading.TimeZone: there is no time zone '{id}'");
        }
    }
}
