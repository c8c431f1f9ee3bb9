namespace KernelGuard.Calls;

/// <summary>What is wrong with a call, found before any rule was asked.</summary>
/// <param name="Kind">The kind of problem.</param>
/// <param name="Message">What is wrong and what to do, safe to show to a model: argument text in it is quoted and bounded.</param>
/// <param name="Path">Where, as a JSON path such as <c>args.items[2].price</c>; null where it concerns the whole call.</param>
public sealed record CallProblem(CallProblemKind Kind, string Message, string? Path = null);
