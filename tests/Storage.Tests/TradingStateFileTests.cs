using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradeBooks.Domain.Market;

namespace TradeBooks.Storage.Tests;

public sealed class TradingStateFileTests
{
    private static readonly TradingState State = new()
    {
        IsFinished = false,
        TradeLogBytes = 1234,
        Settings = new Dictionary<string, string> { ["cash"] = "100000", ["fees"] = "per-share", ["note"] = "ä \"quoted\" <b>" },
        Inputs =
        [
            new InputPosition("AAA", "AAA.csv", SourcePosition.Row(201), new EventTime(1_773_322_200_123_456), 98765),
            new InputPosition("BBB", "bars", new SourcePosition(3, 4711), new EventTime(-5)),
        ],
    };

    private static readonly PartitionPosition[] Partitions =
    [
        new()
        {
            Topic = "topic_aapl",
            Partition = 0,
            NextOffset = 4711,
            ReadTo = 4800,
            EndOffset = 5000,
            RecordsPerSecond = 1234.56,
            DeadLetters = 3,
            LastDeadLetter = 4700,
            OpenDeadLetters = [4750],
            Duplicates = 12,
            Revisions = 2,
            Lost = 1,
            LastTime = new EventTime(1_773_322_200_123_456),
            Ended = ["AAPL", "ä"],
        },
        new() { Topic = "bars", Partition = 7, NextOffset = 0, ReadTo = 0 },
    ];

    /// <summary>Whatever the moment, a run that goes on from a saved state ends as the one that was never interrupted.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(57)]
    [InlineData(200)]
    [InlineData(399)]
    [InlineData(SmallRun.Bars)]
    public void Restore_AnyMoment_GoesOnAsIfNeverInterrupted(int slots)
    {
        using var folder = new TemporaryFolder();
        var whole = new SmallRun();
        while (whole.Backtest.Advance(1))
        {
        }

        Assert.True(whole.Ledger.All.Count > 100, $"{whole.Ledger.All.Count} fills are too few");
        var first = new SmallRun();
        for (var i = 0; i < slots; i++)
            first.Backtest.Advance(1);
        TradingStateFile.Write(folder["state"], State, first.Backtest);

        var second = new SmallRun(slots);
        using (var saved = TradingStateFile.Read(folder["state"])!)
            saved.Restore(second.Backtest);
        Assert.Equal(Text(State, first), Text(State, second));
        while (second.Backtest.Advance(1))
        {
        }

        Assert.Equal(whole.Ledger.All, [.. first.Ledger.All, .. second.Ledger.All]);
        Assert.Equal(Text(State, whole), Text(State, second));
        Assert.Equal(
            whole.Recorder.BuildReport(whole.Backtest.Figures(), State.Settings).Summary,
            second.Recorder.BuildReport(second.Backtest.Figures(), State.Settings).Summary);
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        TradingStateFile.Write(folder["state"], State, new SmallRun().Backtest, toDisk: true);
        using var saved = TradingStateFile.Read(folder["state"])!;
        Assert.False(saved.State.IsFinished);
        Assert.Equal(State.TradeLogBytes, saved.State.TradeLogBytes);
        Assert.Equal(State.Settings, saved.State.Settings);
        Assert.Equal(State.Inputs, saved.State.Inputs);

        TradingStateFile.Write(folder["finished"], State with { IsFinished = true, Inputs = [] }, new SmallRun().Backtest);
        using var finished = TradingStateFile.Read(folder["finished"])!;
        Assert.True(finished.State.IsFinished);
        Assert.Empty(finished.State.Inputs);
    }

    [Fact]
    public void Read_Partitions_AreTheSame()
    {
        using var folder = new TemporaryFolder();
        TradingStateFile.Write(folder["state"], State with { Partitions = Partitions }, new SmallRun().Backtest);
        using var saved = TradingStateFile.Read(folder["state"])!;
        Assert.Equal(Partitions.Length, saved.State.Partitions.Count);
        // Lists are compared on their own.
        string[] none = [];
        long[] noOffsets = [];
        foreach (var (expected, actual) in Partitions.Zip(saved.State.Partitions))
        {
            Assert.Equal(expected.Ended, actual.Ended);
            Assert.Equal(expected.OpenDeadLetters, actual.OpenDeadLetters);
            Assert.Equal(
                expected with { Ended = none, OpenDeadLetters = noOffsets, RecordsPerSecond = Math.Round(expected.RecordsPerSecond, 1) },
                actual with { Ended = none, OpenDeadLetters = noOffsets });
        }
    }

    /// <summary>What tools may rely on, letter by letter.</summary>
    [Fact]
    public void Write_Partitions_LooksLikeThis()
    {
        var text = Text(State with { Partitions = [Partitions[0]] }, new SmallRun());
        Assert.Contains(
            """
              "partitions": [
                {
                  "topic": "topic_aapl",
                  "partition": 0,
                  "nextOffset": 4711,
                  "readTo": 4800,
                  "endOffset": 5000,
                  "lag": 289,
                  "recordsPerSecond": 1234.6,
                  "deadLetters": 3,
                  "lastDeadLetter": 4700,
                  "duplicates": 12,
                  "revisions": 2,
                  "lost": 1,
                  "timeMicroseconds": 1773322200123456,
                  "openDeadLetters": [
                    4750
                  ],
                  "ended": [
                    "AAPL",
                    "ä"
                  ]
                }
              ],
              "tradeLogBytes": 1234,
            """,
            text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"partitions\"", Text(State, new SmallRun()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("topic")]
    [InlineData("partition")]
    [InlineData("nextOffset")]
    [InlineData("readTo")]
    [InlineData("lastDeadLetter")]
    [InlineData("timeMicroseconds")]
    [InlineData("ended")]
    public void Read_PartitionWithoutAMember_IsRefused(string name)
    {
        using var folder = new TemporaryFolder();
        var state = JsonNode.Parse(Text(State with { Partitions = Partitions }, new SmallRun()))!.AsObject();
        state["partitions"]!.AsArray()[1]!.AsObject().Remove(name);
        File.WriteAllText(folder["state"], state.ToJsonString());
        Assert.Throws<StorageException>(() => TradingStateFile.Read(folder["state"]));
    }

    [Fact]
    public void Write_RunWithPositions_SaysWhatAPersonWantsToKnow()
    {
        var run = new SmallRun();
        run.Backtest.Advance(500);
        var portfolio = run.Backtest.Portfolio;
        using var document = JsonDocument.Parse(Text(State, run));
        var root = document.RootElement;
        Assert.Equal(portfolio.Cash, root.GetProperty("cash").GetDecimal());
        Assert.Equal(portfolio.Equity, root.GetProperty("equity").GetDecimal());
        Assert.Equal(run.Ledger.All.Count, root.GetProperty("fills").GetInt32());
        Assert.Equal(run.Backtest.Time.ToString(), root.GetProperty("time").GetString());
        Assert.Equal(
            root.GetProperty("equity").GetDecimal() - root.GetProperty("initialCash").GetDecimal(),
            root.GetProperty("realizedPnl").GetDecimal() + root.GetProperty("unrealizedPnl").GetDecimal());

        var worth = 0m;
        foreach (var symbol in root.GetProperty("symbols").EnumerateObject())
        {
            var strategies = symbol.Value.GetProperty("strategies").EnumerateObject().ToList();
            Assert.Equal(["cross", "lss"], strategies.Select(strategy => strategy.Name));
            Assert.Equal(
                symbol.Value.GetProperty("quantity").GetDecimal(), strategies.Sum(strategy => strategy.Value.GetProperty("quantity").GetDecimal()));
            worth += symbol.Value.GetProperty("quantity").GetDecimal() * symbol.Value.GetProperty("mark").GetDecimal();
            Assert.All(
                symbol.Value.GetProperty("openOrders").EnumerateArray(),
                order => Assert.StartsWith("default/", order.GetProperty("id").GetString()!, StringComparison.Ordinal));
        }

        Assert.NotEqual(0, worth);
        Assert.Equal(portfolio.Equity, portfolio.Cash + worth);
    }

    [Fact]
    public void Read_NoFile_GivesNull()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(TradingStateFile.Read(folder["absent"]));
        Assert.Null(TradingStateFile.Read(folder["no/folder"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{ \"version\": \"1\" }")]
    public void Read_NoState_NamesTheFile(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["state"], content);
        Assert.Contains(folder["state"], Assert.Throws<StorageException>(() => TradingStateFile.Read(folder["state"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnotherVersion_NamesBoth()
    {
        using var folder = new TemporaryFolder();
        WriteChanged(folder["state"], state => state["version"] = 7);
        var message = Assert.Throws<StorageException>(() => TradingStateFile.Read(folder["state"])).Message;
        Assert.Contains("version 7", message, StringComparison.Ordinal);
        Assert.Contains($"version {TradingStateFile.Version}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("status")]
    [InlineData("tradeLogBytes")]
    [InlineData("settings")]
    [InlineData("inputs")]
    public void Read_PartMissingOrOfAnotherKind_IsRefused(string name)
    {
        using var folder = new TemporaryFolder();
        foreach (var part in new JsonNode?[] { null, new JsonArray(), new JsonObject { ["cash"] = 1 } })
        {
            WriteChanged(folder["state"], state =>
            {
                state.Remove(name);
                if (part is not null)
                    state[name] = part;
            });
            Assert.Throws<StorageException>(() => TradingStateFile.Read(folder["state"]));
        }
    }

    [Fact]
    public void Restore_AnotherRun_IsRefused()
    {
        using var folder = new TemporaryFolder();
        TradingStateFile.Write(folder["state"], State, new SmallRun().Backtest);
        using var saved = TradingStateFile.Read(folder["state"])!;
        Assert.Throws<StorageException>(() => saved.Restore(new SmallRun(symbols: ["AAA", "CCC"]).Backtest));
        Assert.Throws<StorageException>(() => saved.Restore(new SmallRun(symbols: ["AAA"]).Backtest));
        Assert.Throws<StorageException>(() => saved.Restore(new SmallRun(strategies: "lss").Backtest));
    }

    /// <summary>A state that was changed by hand is refused with a message or taken, but never crashes.</summary>
    [Fact]
    public void Restore_EngineChangedAnywhere_IsRefusedOrTaken()
    {
        using var folder = new TemporaryFolder();
        var run = new SmallRun();
        run.Backtest.Advance(300);
        var text = Text(State, run);
        var random = new Random(5);
        var refused = 0;
        for (var i = 0; i < 400; i++)
        {
            var state = JsonNode.Parse(text)!.AsObject();
            Damage(state["engine"]!, random);
            File.WriteAllText(folder["state"], state.ToJsonString());
            using var saved = TradingStateFile.Read(folder["state"])!;
            try
            {
                saved.Restore(new SmallRun().Backtest);
            }
            catch (StorageException e)
            {
                refused++;
                Assert.Contains(folder["state"], e.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(refused > 100, $"{refused} of 400 were refused");
    }

    [Fact]
    public void RequireSettings_Differing_NamesKeyAndBothValues()
    {
        using var folder = new TemporaryFolder();
        TradingStateFile.Write(folder["state"], State, new SmallRun().Backtest);
        using var saved = TradingStateFile.Read(folder["state"])!;
        saved.RequireSettings(State.Settings);

        AssertDiffers(saved, "fees", "percent", "fees = per-share", "percent");
        AssertDiffers(saved, "fees", null, "fees = per-share", "(none)");
        AssertDiffers(saved, "lot_size", "2", "lot_size = (none)", "2");
    }

    private static void AssertDiffers(SavedState saved, string key, string? value, params string[] parts)
    {
        var settings = new Dictionary<string, string>(State.Settings);
        settings.Remove(key);
        if (value is not null)
            settings[key] = value;
        var message = Assert.Throws<StorageException>(() => saved.RequireSettings(settings)).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static string Text(TradingState state, SmallRun run)
    {
        using var stream = new MemoryStream();
        TradingStateFile.Write(stream, state, run.Backtest);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteChanged(string path, Action<JsonObject> change)
    {
        var state = JsonNode.Parse(Text(State, new SmallRun()))!.AsObject();
        change(state);
        File.WriteAllText(path, state.ToJsonString());
    }

    // Walks down to some member and removes it or gives it another kind of value.
    private static void Damage(JsonNode node, Random random)
    {
        while (true)
        {
            var keys = node is JsonObject members ? members.Select(member => member.Key).ToList() : null;
            var count = keys?.Count ?? node.AsArray().Count;
            if (count == 0)
                return;
            var at = random.Next(count);
            var child = keys is null ? node[at] : node[keys[at]];
            if (child is JsonObject or JsonArray && random.Next(4) > 0)
            {
                node = child;
                continue;
            }

            JsonNode? value = random.Next(6) switch { 0 => null, 1 => "text", 2 => -1, 3 => 1e300, 4 => new JsonArray(1), _ => new JsonObject() };
            if (keys is null)
                node[at] = value;
            else if (random.Next(2) == 0)
                node.AsObject().Remove(keys[at]);
            else
                node[keys[at]] = value;
            return;
        }
    }
}
