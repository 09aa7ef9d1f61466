using FsCheck;
using FsCheck.Fluent;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Partitions;

public sealed class PartitionPlannerTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    /// <summary>Rates of symbols, and a number of partitions.</summary>
    private static Arbitrary<(int[] Rates, int Partitions)> Cases(int mostSymbols, int mostPartitions) => Arb.From(
        from partitions in Gen.Choose(1, mostPartitions)
        from count in Gen.Choose(1, mostSymbols)
        from most in Gen.Elements(1, 5, 100, 1_000_000)
        from rates in Gen.Choose(1, most).ArrayOf(count)
        select (rates, partitions));

    [Fact]
    public void Propose_KnownRates_GivesThisPlan()
    {
        var rates = new Dictionary<string, decimal> { ["a"] = 10, ["b"] = 70, ["c"] = 40, ["d"] = 40, ["e"] = 30, ["f"] = 0.5m };
        var plan = PartitionPlanner.Propose(rates, 3);
        // b 70 → 0, c 40 → 1, d 40 → 2, e 30 → 1 (the lower of two equal), a 10 → 2, f 0.5 → 2.
        Assert.Equal(
            [new("a", 2), new("b", 0), new("c", 1), new("d", 2), new("e", 1), new("f", 2)], plan.Partitions);
        Assert.Equal([70, 70, 50.5m], plan.Loads);
    }

    [Fact]
    public void Propose_EqualRates_FillsInOrder()
    {
        var plan = PartitionPlanner.Propose(Rates([1, 1, 1, 1, 1]), 2);
        Assert.Equal([0, 1, 0, 1, 0], plan.Partitions.Values);
    }

    [Fact]
    public void Propose_ExistingMap_KeepsItAndAddsTheRest()
    {
        var existing = new PartitionMap("binance-config.json", [new("a", 1), new("b", 1), new("z", 2)]);
        var rates = new Dictionary<string, decimal> { ["a"] = 10, ["b"] = 10, ["c"] = 5, ["d"] = 9, ["z"] = 1 };
        var plan = PartitionPlanner.Propose(rates, 3, existing);
        Assert.Equal([new("a", 1), new("b", 1), new("c", 2), new("d", 0), new("z", 2)], plan.Partitions);
        Assert.Equal([9, 20, 6], plan.Loads);
    }

    [Fact]
    public void Propose_ExistingMapWithMorePartitions_NamesFileAndSymbol()
    {
        var existing = new PartitionMap("binance-config.json", [new("a", 0), new("b", 2)]);
        var error = Assert.Throws<FeedException>(() => PartitionPlanner.Propose(Rates([1, 1]), 2, existing));
        Assert.Equal(
            "binance-config.json: symbol b is on partition 2 and has to stay there: 2 partitions are too few", error.Message);
    }

    [Fact]
    public void Propose_WrongArguments_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PartitionPlanner.Propose(Rates([1]), 0));
        Assert.Throws<ArgumentException>(() => PartitionPlanner.Propose(Rates([]), 1));
        Assert.Throws<ArgumentException>(() => PartitionPlanner.Propose(new Dictionary<string, decimal> { ["a"] = 0 }, 1));
        Assert.Throws<ArgumentException>(() => PartitionPlanner.Propose(
            new Dictionary<string, decimal> { ["a"] = PartitionPlanner.MaxRate + 1 }, 1));
        var existing = new PartitionMap("x", [new("other", 0)]);
        Assert.Contains(
            "other", Assert.Throws<ArgumentException>(() => PartitionPlanner.Propose(Rates([1]), 1, existing)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Propose_AnyRates_PlacesEverySymbolOnceAndUsesAllPartitions() =>
        Check.One(Many, Prop.ForAll(Cases(40, 12), one =>
        {
            var rates = Rates(one.Rates);
            var plan = PartitionPlanner.Propose(rates, one.Partitions);
            Assert.Equal(rates.Keys.Order(StringComparer.Ordinal), plan.Partitions.Keys);
            Assert.All(plan.Partitions.Values, partition => Assert.InRange(partition, 0, one.Partitions - 1));
            Assert.Equal(Math.Min(one.Partitions, rates.Count), plan.Partitions.Values.Distinct().Count());
            AssertLoads(rates, plan, one.Partitions);
            // Whoever carries the most had the least when its last symbol came: within one symbol of an equal share.
            var sum = rates.Values.Sum();
            Assert.True(plan.Loads.Max() * one.Partitions <= sum + rates.Values.Max() * (one.Partitions - 1));
        }));

    [Fact]
    public void Propose_FewSymbols_IsWithinAThirdOfTheBestThereIs() =>
        Check.One(Many, Prop.ForAll(Cases(8, 4), one =>
        {
            var plan = PartitionPlanner.Propose(Rates(one.Rates), one.Partitions);
            var best = BestLoad(one.Rates, new decimal[one.Partitions], 0);
            // Graham's bound: 4/3 − 1/(3 · partitions).
            Assert.True(
                plan.Loads.Max() * 3 * one.Partitions <= best * (4 * one.Partitions - 1), $"{plan.Loads.Max()}, best {best}");
        }));

    [Fact]
    public void Propose_SameRatesInAnotherOrder_GivesTheSamePlan() =>
        Check.One(Many, Prop.ForAll(Cases(40, 12), one =>
        {
            var rates = Rates(one.Rates);
            var shuffled = rates.OrderBy(entry => HashCode.Combine(entry.Key, one.Partitions)).ToDictionary();
            var plan = PartitionPlanner.Propose(rates, one.Partitions);
            var again = PartitionPlanner.Propose(shuffled, one.Partitions);
            Assert.Equal(plan.Partitions, again.Partitions);
            Assert.Equal(plan.Loads, again.Loads);
        }));

    [Fact]
    public void Propose_AnyExistingMap_NeverMovesASymbol() =>
        Check.One(Many, Prop.ForAll(Cases(40, 12), one =>
        {
            var rates = Rates(one.Rates);
            // Every third symbol has a place, not a good one.
            var placed = rates.Keys.Where((_, i) => i % 3 == 0).Select((symbol, i) => KeyValuePair.Create(symbol, i * 7 % one.Partitions)).ToList();
            var plan = PartitionPlanner.Propose(rates, one.Partitions, new PartitionMap("x", placed));
            Assert.All(placed, entry => Assert.Equal(entry.Value, plan.Partitions[entry.Key]));
            Assert.Equal(rates.Keys.Order(StringComparer.Ordinal), plan.Partitions.Keys);
            AssertLoads(rates, plan, one.Partitions);
        }));

    private static void AssertLoads(Dictionary<string, decimal> rates, PartitionPlan plan, int partitions)
    {
        var loads = new decimal[partitions];
        foreach (var (symbol, partition) in plan.Partitions)
            loads[partition] += rates[symbol];
        Assert.Equal(loads, plan.Loads);
    }

    private static decimal BestLoad(int[] rates, decimal[] loads, int next)
    {
        if (next == rates.Length)
            return loads.Max();
        var best = decimal.MaxValue;
        for (var i = 0; i < loads.Length; i++)
        {
            loads[i] += rates[next];
            best = Math.Min(best, BestLoad(rates, loads, next + 1));
            loads[i] -= rates[next];
        }

        return best;
    }

    private static Dictionary<string, decimal> Rates(int[] rates) =>
        rates.Select((rate, i) => (Symbol: i < 26 ? ((char)('a' + i)).ToString() : $"z{i}", Rate: (decimal)rate))
            .ToDictionary(entry => entry.Symbol, entry => entry.Rate);
}
