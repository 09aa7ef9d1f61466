using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using TradeBooks.Domain.Desk;
using TradeBooks.Web.Views;

namespace TradeBooks.Web.Json;

/// <summary>Serializers of the answers, made when this is compiled.</summary>
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(PortfoliosView))]
[JsonSerializable(typeof(PortfolioView))]
[JsonSerializable(typeof(PositionsView))]
[JsonSerializable(typeof(PageView<OrderView>))]
[JsonSerializable(typeof(PageView<TradeView>))]
[JsonSerializable(typeof(EquityView))]
[JsonSerializable(typeof(RiskView))]
[JsonSerializable(typeof(ProfitBookView))]
[JsonSerializable(typeof(SymbolsView))]
[JsonSerializable(typeof(SymbolStateView))]
[JsonSerializable(typeof(BarsView))]
[JsonSerializable(typeof(IndicatorsView))]
[JsonSerializable(typeof(SymbolChartView))]
[JsonSerializable(typeof(SymbolPauseView))]
[JsonSerializable(typeof(StrategiesView))]
[JsonSerializable(typeof(StrategyView))]
[JsonSerializable(typeof(DepthView))]
[JsonSerializable(typeof(ConnectionsView))]
[JsonSerializable(typeof(MarkView[]))]
[JsonSerializable(typeof(EquityPoint))]
[JsonSerializable(typeof(LagView))]
[JsonSerializable(typeof(ReplayView))]
[JsonSerializable(typeof(HealthView))]
internal sealed partial class WebJsonContext : JsonSerializerContext;
