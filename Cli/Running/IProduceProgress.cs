namespace TradeBooks.Cli.Running;

/// <summary>Is told how a run goes on, some times a second at most.</summary>
internal interface IProduceProgress : IDisposable
{
    void Report(in ProduceStatus status);

    /// <summary>A line that is to stay; from any thread.</summary>
    void Say(string text);
}
