using FsCheck;
using FsCheck.Fluent;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Partitions;

public sealed class PartitionMapTests
{
    private const string Good = """{"btcusdt":0,"apeusdt":1}""";

    /// <summary>A file that is no map, one byte a character, and what follows its name in the message.</summary>
    public static readonly TheoryData<string, string> Wrong = new()
    {
        { "", "is not JSON from line 1, byte 0 on" },
        { "btcusdt=0", "is not JSON from line 1, byte 0 on" },
        { "{\n \"btcusdt\":0,\n}", "is not JSON from line 3, byte 0 on" },
        { Good + "{}", "is not JSON from line 1, byte 25 on" },
        { "{\"btcusdt\":0", "is not JSON from line 1, byte 12 on" },
        { "{\"btcusdt\":NaN}", "is not JSON from line 1, byte 11 on" },
        { "[]", "is not a JSON object" },
        { "null", "is not a JSON object" },
        { "\"btcusdt\"", "is not a JSON object" },
        { "{}", "has no symbol" },
        { "{\"\":0}", "has an empty symbol" },
        { "{\" \\t\":0}", "has an empty symbol" },
        { "{\"btcusdt\":0,\"btcusdt\":0}", "has symbol btcusdt twice" },
        { "{\"btcusdt\":0,\"btc\\u0075sdt\":1}", "has symbol btcusdt twice" },
        { "{\"btcusdt\":-1}", "symbol btcusdt: '-1' is not a partition: a whole number from 0 on" },
        { "{\"btcusdt\":-0}", "symbol btcusdt: '-0' is not a partition: a whole number from 0 on" },
        { "{\"btcusdt\":1.5}", "symbol btcusdt: '1.5' is not a partition: a whole number from 0 on" },
        { "{\"btcusdt\":1.0}", "symbol btcusdt: '1.0' is not a partition: a whole number from 0 on" },
        { "{\"btcusdt\":1e0}", "symbol btcusdt: '1e0' is not a partition: a whole number from 0 on" },
        { "{\"btcusdt\":2147483647}", "symbol btcusdt: '2147483647' is not a partition: a whole number from 0 on" },
        { "{\"btcusdt\":99999999999999999999}", "symbol btcusdt: '99999999999999999999' is not a partition: a whole number from 0 on" },
        { "{\"btcusdt\":\"0\"}", "symbol btcusdt: '0' is not a number" },
        { "{\"btcusdt\":null}", "symbol btcusdt: 'null' is not a number" },
        { "{\"btcusdt\":true}", "symbol btcusdt: 'true' is not a number" },
        { "{\"btcusdt\":[0]}", "symbol btcusdt: an array is not a number" },
        { "{\"btcusdt\":{}}", "symbol btcusdt: an object is not a number" },
        { "{\"btc\xFF\":0}", "has a symbol that is not Unicode text" },
        { "{\"\\ud800\":0}", "has a symbol that is not Unicode text" },
    };

    [Fact]
    public void Read_SpecificationsSample_GivesThesePartitions()
    {
        using var file = new MapFile(Good);
        var map = PartitionMap.Read(file.Path);
        Assert.Equal("binance", map.Name);
        Assert.Equal(file.Path, map.File);
        Assert.Equal([new("apeusdt", 1), new("btcusdt", 0)], map.Partitions);
        Assert.Equal(2, map.Count);
        Assert.Equal(0, map.PartitionOf("btcusdt"));
        Assert.Equal([0, 1], map.PartitionsOf(["apeusdt", "btcusdt", "apeusdt"]));
        Assert.Equal([1], map.PartitionsOf(["apeusdt"]));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Read_NoMap_NamesFileAndSymbol(string text, string reason)
    {
        using var file = new MapFile(text);
        var error = Assert.Throws<FeedException>(() => PartitionMap.Read(file.Path));
        Assert.Equal($"{file.Path}: {reason}", error.Message);
    }

    [Fact]
    public void Read_NoFile_SaysSo()
    {
        using var file = new MapFile(Good);
        var absent = file.Path + "x";
        Assert.Equal($"{absent}: there is no such file", Assert.Throws<FeedException>(() => PartitionMap.Read(absent)).Message);
        var folder = Path.GetDirectoryName(file.Path)!;
        Assert.StartsWith($"{folder}: can't be read: ", Assert.Throws<FeedException>(() => PartitionMap.Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileOfAnEditor_IsRead()
    {
        using var file = new MapFile("\xEF\xBB\xBF{\r\n\t\"btcusdt\" : 7 }\r\n");
        var map = PartitionMap.Read(file.Path);
        Assert.Equal(7, map.PartitionOf("btcusdt"));
        Assert.Equal(8, map.Count);
    }

    [Theory]
    [InlineData("dir/binance-config.json", "binance")]
    [InlineData("a-b-config.json", "a-b")]
    [InlineData("map.json", "map")]
    [InlineData("map", "map")]
    public void Name_OfFile_IsTheExchange(string file, string name) =>
        Assert.Equal(name, new PartitionMap(file, [new("a", 0)]).Name);

    [Fact]
    public void PartitionOf_MissingSymbol_NamesFileAndSymbol()
    {
        var map = new PartitionMap("binance-config.json", [new("btcusdt", 0), new("apeusdt", 1)]);
        Assert.Equal("binance-config.json: symbol ethusdt is missing", Assert.Throws<FeedException>(() => map.PartitionOf("ethusdt")).Message);
        Assert.Equal(
            "binance-config.json: symbol BTCUSDT is missing; it has btcusdt, and the case of symbols counts",
            Assert.Throws<FeedException>(() => map.PartitionsOf(["apeusdt", "BTCUSDT"])).Message);
    }

    [Fact]
    public void Constructor_NoMap_NamesFileAndSymbol()
    {
        Assert.Equal("x: has no symbol", MessageOf([]));
        Assert.Equal("x: has an empty symbol", MessageOf([new("", 0)]));
        Assert.Equal("x: has symbol a twice", MessageOf([new("a", 0), new("a", 0)]));
        Assert.Equal("x: symbol a: '-1' is not a partition", MessageOf([new("a", -1)]));
        Assert.Equal("x: symbol a: '2147483647' is not a partition", MessageOf([new("a", int.MaxValue)]));
        Assert.Equal(int.MaxValue, new PartitionMap("x", [new("a", int.MaxValue - 1)]).Count);

        static string MessageOf(KeyValuePair<string, int>[] partitions) =>
            Assert.Throws<FeedException>(() => new PartitionMap("x", partitions)).Message;
    }

    [Fact]
    public void RequireSame_MapsThatDisagree_NamesBothFilesAndTheSymbol()
    {
        var map = new PartitionMap("a/binance-config.json", [new("btcusdt", 0), new("apeusdt", 1), new("ethusdt", 2)]);
        map.RequireSame(map);
        map.RequireSame(new PartitionMap("b/binance-config.json", [new("btcusdt", 0), new("solusdt", 1)]));
        var other = new PartitionMap("b/binance-config.json", [new("btcusdt", 3), new("apeusdt", 1), new("ethusdt", 3)]);
        Assert.Equal(
            "a/binance-config.json: symbol btcusdt is on partition 0, but in b/binance-config.json on partition 3",
            Assert.Throws<FeedException>(() => map.RequireSame(other)).Message);
        Assert.Equal(
            "b/binance-config.json: symbol btcusdt is on partition 3, but in a/binance-config.json on partition 0",
            Assert.Throws<FeedException>(() => other.RequireSame(map)).Message);
    }

    [Fact]
    public void RequirePartitions_TopicWithTooFew_NamesFileSymbolPartitionAndTopic()
    {
        var map = new PartitionMap("binance-config.json", [new("a", 3), new("b", 2), new("c", 0), new("d", 4)]);
        map.RequirePartitions("binance-orderbook", 5);
        Assert.Empty(map.FindMissingPartitions("binance-orderbook", 5));
        Assert.Equal(
            "binance-config.json: symbol a is on partition 3, but topic binance-orderbook has only 3",
            Assert.Throws<FeedException>(() => map.RequirePartitions("binance-orderbook", 3)).Message);
        Assert.Equal(
            ["symbol a is on partition 3, but topic t has only 3", "symbol d is on partition 4, but topic t has only 3"],
            map.FindMissingPartitions("t", 3));
    }

    [Fact]
    public void Write_Map_IsTheseBytesAndTakesTheFilesPlace()
    {
        using var file = new MapFile(Good);
        new PartitionMap(file.Path, [new("btcusdt", 0), new("apeusdt", 1), new("XBT/\"é\"", 12), new("BTCUSDT", 0)]).Write(file.Path);
        Assert.Equal(
            "{\n  \"BTCUSDT\": 0,\n  \"XBT/\\\"é\\\"\": 12,\n  \"apeusdt\": 1,\n  \"btcusdt\": 0\n}\n", File.ReadAllText(file.Path));
        Assert.Equal(["binance-config.json"], file.Names);
    }

    [Fact]
    public void Write_FolderThatIsNotThere_NamesTheFile()
    {
        using var file = new MapFile(Good);
        var path = Path.Combine(Path.GetDirectoryName(file.Path)!, "absent", "x-config.json");
        var error = Assert.Throws<IOException>(() => PartitionMap.Read(file.Path).Write(path));
        Assert.StartsWith($"{path} can't be written: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PlaceThatIsAFolder_LeavesNothingBehind()
    {
        using var file = new MapFile(Good);
        var place = file.Path + ".d";
        Directory.CreateDirectory(place);
        Assert.Throws<IOException>(() => PartitionMap.Read(file.Path).Write(place));
        Assert.Equal(["binance-config.json", "binance-config.json.d"], file.Names.Order());
    }

    [Fact]
    public void WriteAndRead_AnyMap_ComesBack()
    {
        using var file = new MapFile(Good);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll<Dictionary<NonEmptyString, NonNegativeInt>>(entries =>
        {
            var partitions = entries
                .Where(entry => IsSymbol(entry.Key.Get))
                .ToDictionary(entry => entry.Key.Get, entry => entry.Value.Get);
            if (partitions.Count == 0)
                return;
            new PartitionMap("x", partitions).Write(file.Path);
            Assert.Equal(partitions.OrderBy(entry => entry.Key, StringComparer.Ordinal), PartitionMap.Read(file.Path).Partitions);
        }));
    }

    private static bool IsSymbol(string text) =>
        !string.IsNullOrWhiteSpace(text) && text.EnumerateRunes().All(rune => rune.Value != 0xFFFD);
}
