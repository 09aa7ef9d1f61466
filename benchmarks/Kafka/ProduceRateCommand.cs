using System.CommandLine;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Benchmarks.Kafka;

/// <summary><c>kafka-produce</c>: the publisher of <c>tradebooks produce</c> beside a bare produce loop, to new topics.</summary>
internal static class ProduceRateCommand
{
    public static Command Create()
    {
        var arguments = new BrokerArguments();
        var rounds = new Option<int>("--rounds") { Description = "Rounds that count", DefaultValueFactory = _ => 7 };
        var command = new Command("kafka-produce", "Rate of produce beside a bare produce loop, to topics of their own") { rounds };
        arguments.AddTo(command);
        command.SetAction(result =>
        {
            var topic = TopicTemplate.Parse($"bench-{Guid.NewGuid():N}-{{symbol}}");
            ProduceRate.Run(arguments.Kafka(result) with { Topic = topic }, result.GetValue(rounds));
        });
        return command;
    }
}
