using System.Text.Json.Nodes;
using TradeBooks.Domain.State;
using TradeBooks.Domain.Tests.Engine;

namespace TradeBooks.Domain.Tests.State;

/// <summary>A saved state that does not fit the run is refused, and the message names the field.</summary>
public sealed class WrongStateTests
{
    private const string Settings = "fast=2 slow=5 signal=2 threshold=0 direction=long-short";
    private const string Strategies = "lss,sma-cross,macd-trend";
    private static readonly Dictionary<string, List<TestBar>> Bars = RandomBars.Make(11, 120, symbols: 2);

    [Fact]
    public void Restore_AnyFieldMissing_NamesIt()
    {
        var removed = 0;
        foreach (var path in Fields(Saved()).Select(field => field.Path).Distinct().ToList())
        {
            var state = Saved();
            var (parent, name) = Fields(state).Where(field => field.Path == path).Select(field => (field.Parent, field.Name)).First();
            parent.Remove(name);
            Refused(state, name, $"without {path}");
            removed++;
        }

        Assert.True(removed > 60, $"only {removed} fields");
    }

    [Fact]
    public void Restore_AnyFieldOfAnotherKind_NamesIt()
    {
        foreach (var path in Fields(Saved()).Select(field => field.Path).Distinct().ToList())
        {
            var state = Saved();
            var (parent, name) = Fields(state).Where(field => field.Path == path).Select(field => (field.Parent, field.Name)).First();
            // An id is for the reader of the file: nothing restores from it.
            if (name == "id" && path.Contains("openOrders", StringComparison.Ordinal))
                continue;
            parent[name] = parent[name] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.String
                ? JsonValue.Create("nonsense")
                : JsonValue.Create("text");
            Refused(state, name, $"with a text in {path}");
        }
    }

    [Theory]
    [InlineData("symbols")]
    [InlineData("symbols/0/strategies")]
    [InlineData("portfolio/positions")]
    [InlineData("portfolio/marks")]
    public void Restore_MoreOrFewerElements_IsRefused(string path)
    {
        var more = Saved();
        var list = Find(more, path);
        list.Add(list[0]!.DeepClone());
        Refused(more, path[(path.LastIndexOf('/') + 1)..], $"with one more in {path}");
        var fewer = Saved();
        list = Find(fewer, path);
        list.RemoveAt(list.Count - 1);
        Refused(fewer, path[(path.LastIndexOf('/') + 1)..], $"with one less in {path}");
    }

    [Fact]
    public void Restore_OtherSymbols_NamesThem()
    {
        var names = Bars.Keys.Order(StringComparer.Ordinal).ToList();
        var state = Saved();
        var other = TestBar.Events(new Dictionary<string, List<TestBar>> { [names[0]] = Bars[names[0]], ["other"] = [] });
        var error = Assert.Throws<StateException>(() => TradingRun.Of(Strategies, other, Settings, state.ToJsonString()));
        Assert.Contains($"'{names[1]}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'other'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_OtherStrategies_NamesThem()
    {
        var error = Assert.Throws<StateException>(() => TradingRun.Of(
            "lss,trend=sma-cross,macd-trend", TestBar.Events(Bars), Settings, Saved().ToJsonString()));
        Assert.Contains("'sma-cross'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'trend'", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<StateException>(
            () => TradingRun.Of("lss", TestBar.Events(Bars), "", Saved().ToJsonString()));
        Assert.Contains("'strategies'", error.Message, StringComparison.Ordinal);
    }

    private static JsonObject Saved()
    {
        var run = TradingRun.Of(Strategies, TestBar.Events(Bars), Settings, withRecorder: false);
        while (run.Step())
        {
            if (run.Engines[0].WorkingOrders().Count > 0 && run.Backtest.Slots > 40)
                return (JsonObject)JsonNode.Parse(run.Save())!;
        }

        throw new InvalidOperationException("no slot with an open order");
    }

    private static void Refused(JsonObject state, string name, string what)
    {
        var error = Record.Exception(() => TradingRun.Of(
            Strategies, TestBar.Events(Bars), Settings, state.ToJsonString(), withRecorder: false));
        Assert.True(error is StateException, $"{what}: {error?.ToString() ?? "it was restored"}");
        // Where a name is wrong (of a symbol, a strategy, a side), the message has the name.
        Assert.True(
            error!.Message.Contains($"'{name}'", StringComparison.Ordinal)
            || error.Message.Contains("'nonsense'", StringComparison.Ordinal),
            $"{what}: {error.Message}");
    }

    private static JsonArray Find(JsonNode node, string path)
    {
        foreach (var step in path.Split('/'))
            node = int.TryParse(step, out var index) ? node[index]! : node[step]!;
        return (JsonArray)node;
    }

    // Every member at any depth; equal elements of a list have one path.
    private static IEnumerable<(JsonObject Parent, string Name, string Path)> Fields(JsonNode? node, string path = "")
    {
        if (node is JsonArray list)
        {
            foreach (var field in list.SelectMany(element => Fields(element, path + "[]")))
                yield return field;
        }

        if (node is not JsonObject parent)
            yield break;
        foreach (var (name, value) in parent)
        {
            yield return (parent, name, $"{path}/{name}");
            foreach (var field in Fields(value, $"{path}/{name}"))
                yield return field;
        }
    }
}
