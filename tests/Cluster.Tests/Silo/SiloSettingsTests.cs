using Microsoft.Extensions.Configuration;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Settings;
using TradeBooks.Silo.Settings;

namespace TradeBooks.Cluster.Tests.Silo;

/// <summary>What a silo is told means what it means to the command line, and what can't be is one clear line.</summary>
public sealed class SiloSettingsTests
{
    private static readonly string[] Clustered =
    [
        "Cluster:Mode=clustered", "Postgres:ConnectionString=Host=h;Password=hidden", "Kafka:Brokers=h:9092", "Trading:Symbols=MSFT,AAPL",
        "Trading:Portfolios:default:Strategies=lss",
    ];

    [Fact]
    public void Read_Clustered_HasPortfoliosSymbolsAndKafka()
    {
        var settings = Read(
            [
                .. Clustered, "Trading:Mode=arrival", "Trading:ArrivalWaitSeconds=0.5", "Trading:Portfolios:second:Strategies:0=trend=sma-cross",
                "Trading:Portfolios:second:Settings:cash=5000", "Trading:Portfolios:second:Settings:trend:fast=5",
                "Trading:Portfolios:second:Settings:AAPL:tick_size=0.05", "Kafka:Client:security.protocol=plaintext", "Kafka:Topic=bars-{SYMBOL}",
            ]);
        Assert.True(settings.Cluster.IsClustered);
        Assert.Equal(["AAPL", "MSFT"], settings.Trading.Symbols);
        Assert.Equal(TimeSpan.FromSeconds(0.5), settings.Trading.Trading.ArrivalWait);
        Assert.Equal(["default", "second"], settings.Trading.Trading.Portfolios.Keys.Order(StringComparer.Ordinal));
        var second = settings.Trading.Trading.Portfolios["second"].Portfolio;
        Assert.Equal(("second", 5000m), (second.Id, second.InitialCash));
        Assert.Equal(["trend"], second.Strategies);
        Assert.Equal([0.05m, 0.01m], second.Instruments.Select(instrument => instrument.TickSize));
        Assert.Equal("bars-AAPL", settings.Trading.Kafka!.Topic.TopicOf("AAPL"));
        Assert.Equal("plaintext", settings.Trading.Kafka.Client["security.protocol"]);
        Assert.DoesNotContain("hidden", settings.Cluster.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Nothing_IsDevelopmentOnTheSample()
    {
        var settings = Read(["Trading:Portfolios:default:Strategies=lss"]);
        Assert.False(settings.Cluster.IsClustered);
        Assert.Equal("127.0.0.1", settings.Cluster.Address.ToString());
        Assert.Equal(["ACME", "BOLT", "CRUX", "DUNE"], settings.Trading.Symbols);
        Assert.Null(settings.Trading.Trading.ArrivalWait);
        Assert.Null(settings.Trading.Kafka);
    }

    [Theory]
    [InlineData("Cluster:Mode=cloud", "setting Cluster.Mode: 'cloud' is not one of localhost, clustered")]
    [InlineData("Cluster:SiloPort=70000", "setting Cluster.SiloPort: '70000' is not a whole number from 1 to 65535")]
    [InlineData("Cluster:Address=no such host", "setting Cluster.Address: 'no such host' is neither an address nor a name")]
    [InlineData("Cluster:ClusterId=a b", "setting Cluster.ClusterId: 'a b' is not 1 to 100 letters")]
    [InlineData("Cluster:ProbeSeconds=0", "setting Cluster.ProbeSeconds: '0' is not a number from 0.1 to 60")]
    [InlineData("Cluster:Modes=x", "unknown setting 'Cluster.Modes'")]
    [InlineData("Clusters:Mode=x", "unknown section 'Clusters'")]
    [InlineData("Otlp:Endpoint=collector", "setting Otlp.Endpoint: 'collector' is not an address such as")]
    [InlineData("Postgres:ConnectionString=", "setting Postgres.ConnectionString is missing")]
    [InlineData("Postgres:Connection=x", "unknown setting 'Postgres.Connection'")]
    [InlineData("Kafka:Brokers=", "setting Kafka.Brokers is missing")]
    [InlineData("Kafka:Broker=x", "unknown setting 'Kafka.Broker'")]
    [InlineData("Trading:Symbols=", "setting Trading.Symbols is missing")]
    [InlineData("Trading:Symbols=A,B,A", "setting Trading.Symbols: A is given twice")]
    [InlineData("Trading:Symbols=a,A", "setting Trading.Symbols: two of the symbols have the topic topic_a")]
    [InlineData("Trading:Mode=late", "setting Trading.Mode: 'late' is not one of event-time, arrival")]
    [InlineData("Trading:ArrivalWaitSeconds=-1", "setting Trading.ArrivalWaitSeconds: '-1' is not a number from 0 to 3600")]
    [InlineData("Trading:TimeZone=Mars", "setting Trading.TimeZone: there is no time zone 'Mars'")]
    [InlineData("Trading:Portfolio:x=1", "unknown setting 'Trading.Portfolio.x'")]
    [InlineData("Trading:Portfolios:default:Strategies=none", "Trading.Portfolios.default: strategy 'none' is not one of")]
    [InlineData("Trading:Portfolios:default:Settings:csh=1", "Trading.Portfolios.default: unknown setting 'csh'")]
    [InlineData("Trading:Portfolios:default:Settings:cash=-1", "Trading.Portfolios.default: setting cash: '-1' is not a number")]
    [InlineData("Trading:Portfolios:default:Setting:cash=1", "Trading.Portfolios.default: unknown setting 'Setting'")]
    [InlineData("Trading:Portfolios:default:Settings:portfolio=x", "Trading.Portfolios.default: setting portfolio: 'x' is not the portfolio's key")]
    [InlineData("Data:Bars=/tmp", "setting Data.Bars is for Cluster.Mode=localhost")]
    public void Read_WhatCantBe_NamesSettingAndValue(string wrong, string says)
    {
        var e = Assert.Throws<SettingException>(() => Read([.. Clustered, wrong]));
        Assert.StartsWith(says, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.DoesNotContain("hidden", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Exchange_HasItsTopicsAndGivesPortfoliosItsRules()
    {
        using var map = new MapFile("""{"btcusdt":4,"ethusdt":1,"XBT/USD":0,"other":9}""");
        var trading = Read([.. Crypto(map), "Trading:Exchange=binance"]).Trading;
        Assert.Equal((true, true, false, 10, 2), (trading.Exchange!.HasDepth, trading.Exchange.HasTrades, trading.HasBars, trading.Exchange.Partitions, trading.Trading.Sources));
        Assert.Equal(["binance-orderbook", "binance-trades"], trading.Exchange.Names);
        Assert.Equal([1, 4], trading.Exchange.Map.PartitionsOf(trading.Symbols));
        Assert.All(trading.Trading.Portfolios["default"].Portfolio.Instruments, instrument => Assert.Equal(BookRules.BinanceSpot, instrument.BookRules));

        // No name of a topic, but of a symbol.
        Assert.Equal(["XBT/USD"], Read([.. Crypto(map), "Trading:Exchange=kraken", "Trading:Symbols=XBT/USD"]).Trading.Symbols);

        trading = Read([.. Crypto(map), "Trading:Exchange=kraken", "Trading:Feeds=depth,bars", "Trading:Portfolios:default:Settings:exchange=kraken"]).Trading;
        Assert.Equal(["kraken-orderbook"], trading.Exchange!.Names);
        Assert.Equal((true, 2), (trading.HasBars, trading.Trading.Sources));
    }

    [Theory]
    [InlineData("Trading:Exchange=nasdaq", "setting Trading.Exchange: 'nasdaq' is not one of binance-spot")]
    [InlineData("Trading:Feeds=depth,news", "setting Trading.Feeds: 'news' is not one of depth, trades, bars")]
    [InlineData("Trading:Feeds=bars", "setting Trading.Feeds: with an exchange it has depth or trades or both")]
    [InlineData("Trading:Exchange=", "setting Trading.PartitionMap is for an exchange's topics: name it with Trading.Exchange")]
    [InlineData("Trading:PartitionMap=/none/binance-config.json", "setting Trading.PartitionMap: /none/binance-config.json")]
    [InlineData("Trading:Symbols=btcusdt,apeusdt", "setting Trading.PartitionMap: {map}: symbol apeusdt is missing")]
    [InlineData("Trading:Symbols=BTCUSDT", "setting Trading.PartitionMap: {map}: symbol BTCUSDT is missing; it has btcusdt, and the case of symbols counts")]
    [InlineData("Trading:Portfolios:default:Settings:exchange=kraken", "Trading.Portfolios.default: setting exchange: 'kraken' of btcusdt is not Trading.Exchange, 'binance-spot'")]
    [InlineData("Trading:Portfolios:default:Settings:ethusdt:exchange=none", "Trading.Portfolios.default: setting exchange: 'none' of ethusdt is not Trading.Exchange, 'binance-spot'")]
    public void Read_ExchangeThatCantBe_NamesSettingFileAndSymbol(string wrong, string says)
    {
        using var map = new MapFile("""{"btcusdt":0,"ethusdt":1}""");
        var e = Assert.Throws<SettingException>(() => Read([.. Crypto(map), "Trading:Exchange=binance-spot", wrong]));
        Assert.StartsWith(says.Replace("{map}", map.Path, StringComparison.Ordinal), e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Read_BooksThatNothingBrings_IsAnError()
    {
        var e = Assert.Throws<SettingException>(() => Read([.. Clustered, "Trading:Portfolios:default:Settings:exchange=kraken"]));
        Assert.Equal(
            "Trading.Portfolios.default: setting exchange: 'kraken' of AAPL, but nothing brings order books: name the exchange with Trading.Exchange",
            e.Message);
        e = Assert.Throws<SettingException>(() => Read(["Trading:Portfolios:default:Strategies=lss", "Trading:Exchange=kraken"]));
        Assert.StartsWith("setting Trading.Exchange is for Cluster.Mode=clustered", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CreateDataSource_UnreadableConnectionString_DoesNotShowIt()
    {
        var settings = Read([.. Clustered, "Postgres:ConnectionString=Host=h;Pasword=hidden"]);
        var e = Assert.Throws<SettingException>(settings.CreateDataSource);
        Assert.StartsWith("setting Postgres.ConnectionString can't be read", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", e.Message, StringComparison.Ordinal);
    }

    private static string[] Crypto(MapFile map) => [.. Clustered, "Trading:Symbols=btcusdt,ethusdt", $"Trading:PartitionMap={map.Path}"];

    private static SiloSettings Read(IEnumerable<string> values)
    {
        var pairs = new Dictionary<string, string?>();
        foreach (var value in values)
        {
            var at = value.IndexOf('=', StringComparison.Ordinal);
            pairs[value[..at]] = value[(at + 1)..];
        }

        return SiloSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(pairs).Build());
    }

    private sealed class MapFile : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradebooks-map-");

        public MapFile(string text) => File.WriteAllText(Path, text);

        public string Path => System.IO.Path.Combine(_folder.FullName, "binance-config.json");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
