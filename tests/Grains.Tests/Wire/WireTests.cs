using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Session;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Grains.Tests.Wire;

/// <summary>What is sent arrives as it was.</summary>
public sealed class WireTests : IDisposable
{
    private readonly ServiceProvider _services =
        new ServiceCollection().AddLogging().AddTradeBooksSerialization().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Serialize_AnyMessageOrView_ArrivesAsItWas()
    {
        var serializer = _services.GetRequiredService<Serializer>();
        var seen = new Dictionary<Type, int>();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(4000), Prop.ForAll(Arb.From(RandomMessages.All), message =>
        {
            seen[message.GetType()] = seen.GetValueOrDefault(message.GetType()) + 1;
            // As an object, so that the type is found by the name that goes along.
            Same.Check(message, serializer.Deserialize<object>(serializer.SerializeToArray(message)));
        }));
        Assert.Equal(37, seen.Count);
        Assert.All(seen, pair => Assert.True(pair.Value > 50, $"{pair.Key.Name} was made {pair.Value} times"));
    }

    [Fact]
    public void DeepCopy_AnyMessageOrView_IsTheSame()
    {
        var copier = _services.GetRequiredService<DeepCopier>();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(
            Arb.From(RandomMessages.All), message => Same.Check(message, copier.Copy(message))));
    }

    [Fact]
    public void DeepCopy_Report_CostsNothing()
    {
        var copier = _services.GetRequiredService<DeepCopier<SymbolReport>>();
        var report = Report(1000);
        Assert.Same(report, copier.Copy(report));
        Assert.Same(SlotAnswer.Done, _services.GetRequiredService<DeepCopier<SlotAnswer>>().Copy(SlotAnswer.Done));
    }

    [Fact]
    public void Serialize_ListsThatTheCompilerMakes_ArriveAsTheyWere()
    {
        IReadOnlyList<string> none = [];
        IReadOnlyList<string> one = ["AAPL"];
        IReadOnlyList<string> two = ["AAPL", .. one];
        var serializer = _services.GetRequiredService<Serializer<IReadOnlyList<string>>>();
        foreach (var list in new[] { none, one, two })
            Assert.Equal(list, serializer.Deserialize(serializer.SerializeToArray(list)));

        IReadOnlyList<LiveEvent> events = [new LiveEvent(1, LiveKind.Marks) { Marks = [new MarkView("A", EventTime.MaxValue, 1.10m)] }];
        var live = _services.GetRequiredService<Serializer<IReadOnlyList<LiveEvent>>>();
        Same.Check(events, live.Deserialize(live.SerializeToArray(events)));
        Same.Check(events, _services.GetRequiredService<DeepCopier<IReadOnlyList<LiveEvent>>>().Copy(events));
    }

    [Fact]
    public void Serialize_ManyOrdersOfOneOwner_SendsItsNamesOnce()
    {
        var owner = new OrderOwner("default", new string('s', 200), "AAPL");
        var fills = Enumerable.Range(0, 50).Select(i => new Fill(
            new OrderId(owner, new SourcePosition(0, i), 0, OrderRole.Entry), 0, 0, 0, Side.Buy, 1, 1, 0, new EventTime(i), new SourcePosition(0, i)));
        var report = Report(1) with { Details = [new SlotDetail(0) { Fills = [.. fills] }] };
        var serializer = _services.GetRequiredService<Serializer<SymbolReport>>();
        var bytes = serializer.SerializeToArray(report);
        Assert.InRange(bytes.Length, 1, 50 * 120);
        var back = serializer.Deserialize(bytes);
        Assert.All(back.Details[0].Fills, fill => Assert.Same(back.Details[0].Fills[0].OrderId.Owner, fill.OrderId.Owner));
    }

    [Fact]
    public void Serialize_AThousandMinutes_TakeTenBytesEach()
    {
        var serializer = _services.GetRequiredService<Serializer<SymbolReport>>();
        var report = Report(1000);
        var bytes = serializer.SerializeToArray(report);
        Assert.InRange(bytes.Length, 1000, 10_000);
        Same.Check(report, serializer.Deserialize(bytes));
    }

    [Fact]
    public void Deserialize_DamagedSlots_IsAnError()
    {
        var bytes = Interfaces.Surrogates.PackedTicks.Pack(Report(20).Slots);
        for (var length = 1; length < bytes.Length; length++)
        {
            var part = bytes[..length];
            Assert.Throws<InvalidDataException>(() => Interfaces.Surrogates.PackedTicks.Unpack(part));
        }

        Assert.Throws<InvalidDataException>(() => Interfaces.Surrogates.PackedTicks.Unpack([.. bytes, 0]));
        Assert.Throws<InvalidDataException>(
            () => Interfaces.Surrogates.PackedTicks.Unpack([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0]));
    }

    [Fact]
    public void Serialize_WhatADeskThrows_ArrivesAsItWas()
    {
        var serializer = _services.GetRequiredService<Serializer>();
        var unknown = Assert.IsType<DeskNotFoundException>(
            serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(new DeskNotFoundException("there is no portfolio x"))));
        Assert.Equal("there is no portfolio x", unknown.Message);
    }

    [Fact]
    public void Interfaces_EveryParameterAndResult_HasACodecAndACopier()
    {
        var pool = _services.GetRequiredService<SerializerSessionPool>();
        using var session = pool.GetSession();
        var types = new[] { typeof(IPortfolioGrain), typeof(ISymbolGrain), typeof(IPortfolioObserver) }
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
            .Select(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>) ? type.GetGenericArguments()[0] : type)
            .Where(type => type != typeof(Task) && !typeof(Orleans.Runtime.IAddressable).IsAssignableFrom(type))
            .Append(typeof(RecordBatch))
            .Distinct()
            .ToList();
        Assert.True(types.Count > 10, $"only {types.Count} types");
        Assert.Null(session.CodecProvider.TryGetCodec<TradingSetup>());
        var copiers = _services.GetRequiredService<Orleans.Serialization.Serializers.ICodecProvider>();
        Assert.All(types, type =>
        {
            Assert.True(session.CodecProvider.TryGetCodec(type) is not null, $"{type} has no codec");
            Assert.True(copiers.TryGetDeepCopier(type) is not null, $"{type} has no copier");
        });
    }

    private static SymbolReport Report(int slots) => new()
    {
        SymbolIndex = 3,
        Sequence = 100,
        Slots = [.. Enumerable.Range(0, slots).Select(i => new SlotTick(
            new EventTime(1_741_381_200_000_000 + i * EventTime.Minute), new Decimal64(26_142 + i % 37, 2), 1))],
    };
}
