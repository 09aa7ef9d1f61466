using Orleans.Serialization.Cloning;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Grains.Interfaces.Surrogates;

// Nobody changes these once they are made, so a call inside one silo hands them over as they are.

[RegisterCopier]
internal sealed class BarCopier : ShallowCopier<Bar>;

[RegisterCopier]
internal sealed class BookLevelViewCopier : ShallowCopier<BookLevelView>;

[RegisterCopier]
internal sealed class BookViewCopier : ShallowCopier<BookView>;

[RegisterCopier]
internal sealed class BracketCopier : ShallowCopier<Bracket>;

[RegisterCopier]
internal sealed class ChartViewCopier : ShallowCopier<ChartView>;

[RegisterCopier]
internal sealed class Decimal64Copier : ShallowCopier<Decimal64>;

[RegisterCopier]
internal sealed class DecisionOutcomeCopier : ShallowCopier<DecisionOutcome>;

[RegisterCopier]
internal sealed class DeskPageCopier<T> : ShallowCopier<DeskPage<T>>;

[RegisterCopier]
internal sealed class DeskPageRequestCopier : ShallowCopier<DeskPageRequest>;

[RegisterCopier]
internal sealed class EquityPointCopier : ShallowCopier<EquityPoint>;

[RegisterCopier]
internal sealed class EventTimeCopier : ShallowCopier<EventTime>;

[RegisterCopier]
internal sealed class FillCopier : ShallowCopier<Fill>;

[RegisterCopier]
internal sealed class LagViewCopier : ShallowCopier<LagView>;

[RegisterCopier]
internal sealed class LiveEventCopier : ShallowCopier<LiveEvent>;

[RegisterCopier]
internal sealed class MarkViewCopier : ShallowCopier<MarkView>;

[RegisterCopier]
internal sealed class OrderIdCopier : ShallowCopier<OrderId>;

[RegisterCopier]
internal sealed class OrderOwnerCopier : ShallowCopier<OrderOwner>;

[RegisterCopier]
internal sealed class OrderRequestCopier : ShallowCopier<OrderRequest>;

[RegisterCopier]
internal sealed class OrderViewCopier : ShallowCopier<OrderView>;

[RegisterCopier]
internal sealed class PortfolioViewCopier : ShallowCopier<PortfolioView>;

[RegisterCopier]
internal sealed class PositionViewCopier : ShallowCopier<PositionView>;

[RegisterCopier]
internal sealed class RiskPolicyCopier : ShallowCopier<RiskPolicy>;

[RegisterCopier]
internal sealed class RiskViewCopier : ShallowCopier<RiskView>;

[RegisterCopier]
internal sealed class SettingInForceCopier : ShallowCopier<SettingInForce>;

[RegisterCopier]
internal sealed class SignalCopier : ShallowCopier<Signal>;

[RegisterCopier]
internal sealed class SizedFillCopier : ShallowCopier<SizedFill>;

[RegisterCopier]
internal sealed class SlotAnswerCopier : ShallowCopier<SlotAnswer>;

[RegisterCopier]
internal sealed class SlotDetailCopier : ShallowCopier<SlotDetail>;

[RegisterCopier]
internal sealed class SlotTickCopier : ShallowCopier<SlotTick>;

[RegisterCopier]
internal sealed class SourcePositionCopier : ShallowCopier<SourcePosition>;

[RegisterCopier]
internal sealed class StrategiesViewCopier : ShallowCopier<StrategiesView>;

[RegisterCopier]
internal sealed class StrategyViewCopier : ShallowCopier<StrategyView>;

[RegisterCopier]
internal sealed class SymbolReportCopier : ShallowCopier<SymbolReport>;

[RegisterCopier]
internal sealed class SymbolViewCopier : ShallowCopier<SymbolView>;

[RegisterCopier]
internal sealed class TradeViewCopier : ShallowCopier<TradeView>;

[RegisterCopier]
internal sealed class WorkingOrderViewCopier : ShallowCopier<WorkingOrderView>;

[RegisterCopier]
internal sealed class WorkingOrdersCopier : ShallowCopier<WorkingOrders>;
