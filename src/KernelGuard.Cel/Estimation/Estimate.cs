namespace KernelGuard.Cel.Estimation;

/// <summary>What evaluating an expression can cost at most, and how large its value can be.</summary>
internal readonly record struct Estimate(long Cost, Shape Shape)
{
    public Estimate Plus(long cost) => this with { Cost = Saturating.Add(Cost, cost) };
}
