# Times an allowed pip in PowerShell, and `bash -c :` beside it; see guard.bash.
. "$env:BENCH_HOOKS/pyguard.ps1"
$count = [int]$env:BENCH_COUNT
$clock = [Diagnostics.Stopwatch]::new()

function Measure-Loop($name, $action) {
    $clock.Restart()
    for ($i = 0; $i -lt $count; $i++) { & $action }
    '{0} {1}' -f $name, [int64]($clock.Elapsed.TotalMilliseconds * 1000000 / $count)
}

Set-Location -LiteralPath $env:BENCH_PLACE
$null = prompt
if ($env:BENCH_CONDA) {
    $env:CONDA_PREFIX = $env:BENCH_CONDA
    $env:PATH = "$env:BENCH_CONDA/bin:$env:PATH"
} elseif ($env:BENCH_VENV) {
    . "$env:BENCH_VENV/bin/Activate.ps1"
}
foreach ($try in 1..20) {
    $null = prompt
    if ("$env:VIRTUAL_ENV$env:CONDA_PREFIX") { break }
    Start-Sleep -Milliseconds 200
}
$own = "$env:VIRTUAL_ENV$env:CONDA_PREFIX"
pip install x
pip install x
"inside $own"
foreach ($round in 1..[int]$env:BENCH_ROUNDS) {
    Measure-Loop bare { & "$own/bin/pip" install x }
    Measure-Loop guarded { pip install x }
    Measure-Loop bash { bash -c : }
}
