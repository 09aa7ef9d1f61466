using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Partitions;

public sealed class SymbolRatesTests
{
    [Theory]
    [InlineData("{\"A\":120,\"B\":0.5}", "rates.json")]
    [InlineData("symbol,rate\nA,120\nB,0.5\n", "rates.csv")]
    [InlineData("Symbol, Rate\r\n\r\nA , 120\r\nB,5e-1", "rates.csv")]
    [InlineData("A,120\nB,0.5", "rates.txt")]
    [InlineData("\xEF\xBB\xBFsymbol,rate\nA,120\nB,0.5\n", "rates.csv")]
    public void Read_AnyForm_GivesTheRates(string text, string name)
    {
        using var file = new MapFile(text, name);
        Assert.Equal(new Dictionary<string, decimal> { ["A"] = 120, ["B"] = 0.5m }, SymbolRates.Read(file.Path));
    }

    [Theory]
    [InlineData("", "rates.csv", "has no symbol")]
    [InlineData("symbol,rate\n", "rates.csv", "has no symbol")]
    [InlineData("symbol,rate\nA,1\nsymbol,rate\n", "rates.csv", "line 3: symbol symbol: 'rate' is not a number")]
    [InlineData("A,1\n\nA,2", "rates.csv", "line 3: symbol A is given twice")]
    [InlineData("A", "rates.csv", "line 1: 'A' is not symbol,rate")]
    [InlineData(",1", "rates.csv", "line 1: the symbol is empty")]
    [InlineData("A,0", "rates.csv", "line 1: symbol A: '0' is not above 0 and up to 1000000000000000")]
    [InlineData("A,-1", "rates.csv", "line 1: symbol A: '-1' is not above 0 and up to 1000000000000000")]
    [InlineData("A,1000000000000001", "rates.csv", "line 1: symbol A: '1000000000000001' is not above 0 and up to 1000000000000000")]
    [InlineData("A,NaN", "rates.csv", "line 1: symbol A: 'NaN' is not a number")]
    [InlineData("{\"A\":0}", "rates.json", "symbol A: '0' is not above 0 and up to 1000000000000000")]
    [InlineData("{\"A\":\"1\"}", "rates.json", "symbol A: '1' is not a number")]
    [InlineData("{\"A\":1,\"A\":1}", "rates.json", "has symbol A twice")]
    [InlineData("A,1", "rates.json", "is not JSON from line 1, byte 0 on")]
    public void Read_Wrong_NamesFileAndPlace(string text, string name, string reason)
    {
        using var file = new MapFile(text, name);
        Assert.Equal($"{file.Path}: {reason}", Assert.Throws<FeedException>(() => SymbolRates.Read(file.Path)).Message);
    }

    [Fact]
    public void TryParse_Pairs_GivesTheRates()
    {
        Assert.Null(SymbolRates.TryParse(["A=120", " B = 0.5 ", "C=D=1"], out var rates));
        Assert.Equal(new Dictionary<string, decimal> { ["A"] = 120, ["B"] = 0.5m, ["C=D"] = 1 }, rates);
        Assert.Equal("symbol B: 'x' is not a number", SymbolRates.TryParse(["A=1", "B=x"], out _));
        Assert.Equal("symbol A is given twice", SymbolRates.TryParse(["A=1", "A=1"], out _));
        Assert.Equal("'A' is not symbol=rate", SymbolRates.TryParse(["A"], out _));
        Assert.Equal("the symbol is empty", SymbolRates.TryParse(["=1"], out _));
    }
}
