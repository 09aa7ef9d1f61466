using System.CommandLine;
using TradeBooks.Benchmarks.Cluster;

return await new RootCommand("Benchmarks of the cluster; benchmarks/cluster.sh runs all of them")
{
    BacklogCommand.Create(), FillLatencyCommand.Create(), ReportRateCommand.Create(), SymbolCostCommand.Create(), IdleMemoryCommand.Create(),
}.Parse(args).InvokeAsync();
