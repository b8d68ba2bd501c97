# pyguard in PowerShell from the first prompt on: settles where the shell is. reach.ps1 finds the daemon, ask.ps1 asks
# it, enter.ps1 enters, guard.ps1 wraps pip. Texts are compared by Equals: -ceq ignores some bytes.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$PSDefaultParameterValues = @{}

$version = '0.1.0'
$programHome = [IO.Path]::GetDirectoryName([IO.Path]::GetDirectoryName($PSScriptRoot))
# What the last answer said, and where.
$seen = $witness = $stamp = $marks = $ownPip = $ownByHand = $line = $witnessFile = $stampFile = $judgedPlace = ''
$seenEnvironment = $seenConda = $seenSwitch = $null
$venvHere = $isRemote = $false
$judged = 0
# Who may write to pyvenv.cfg, bin and what lies above them; .NET before 7 does not tell.
$modePlaces = @()
$modes = @()
$tellsModes = $null -ne [IO.File].GetMethod('GetUnixFileMode', [type[]]@([string]))
# Which line of the session was to be typed when the hook ran last.
$promptLine = -1
$nowhere = [DateTime]::new(1700, 1, 1).Ticks
# What this shell did and saw.
$put = $left = $birth = $evidence = $environmentBefore = $under = $underPrompt = ''
$off = $drawn = $deactivates = $hidesPrefix = $false
$directory = ''
$pythonHome = $null
# What SetEnvironmentVariable takes for null, and PowerShell does not make an empty text of.
$nothing = [NullString]::Value
$variables = $ExecutionContext.SessionState.PSVariable
$firstEnvironment = [string]$env:VIRTUAL_ENV
$firstConda = $conda = [string]$env:CONDA_PREFIX

# Runs before every prompt and gives the prefix. The tests of an unchanged prompt (docs/wire.md: unchanged) stand here one after
# the other and call .NET alone: a scope costs 16 KB and as much time as ten of them, a cmdlet more. A file that is not
# there is of the year 1601. Nothing is seen of a failure: an error would end the prompt.
function Invoke-Hook {
    $errors = $global:Error.Count
    $script:hidesPrefix = $false
    $script:promptLine = $MyInvocation.HistoryId
    try {
        $directory = $global:PWD.ProviderPath
        $isEntered = $put.Length -gt 0
        $isUnchanged = [string]::Equals($directory, $seen) -and
            [string]::Equals([Environment]::GetEnvironmentVariable('VIRTUAL_ENV'), $seenEnvironment) -and
            [string]::Equals([Environment]::GetEnvironmentVariable('CONDA_PREFIX'), $seenConda) -and
            [string]::Equals([Environment]::GetEnvironmentVariable('PYGUARD'), $seenSwitch) -and
            -not [IO.File]::Exists($notes) -and
            ($birth.Length -eq 0 -or -not [IO.File]::Exists("$birth/.venv/pyvenv.cfg")) -and
            ($witnessFile.Length -eq 0 -or [IO.File]::Exists($witnessFile)) -and
            (-not $isEntered -or $under.Length -gt 0 -or
                ($null -eq [Environment]::GetEnvironmentVariable('_OLD_VIRTUAL_PATH') -and
                    $null -eq $variables.Get('global:_OLD_VIRTUAL_PATH')))
        if ($isUnchanged -and -not $isRemote) {
            $isVenvHere = [IO.Directory]::Exists("$directory/.venv") -or [IO.File]::Exists("$directory/.venv")
            $isUnchanged = $isVenvHere -eq $venvHere
            if ($isUnchanged -and $judgedPlace.Length -gt 0) {
                $made = [IO.File]::GetLastWriteTimeUtc("$judgedPlace/pyvenv.cfg").Ticks
                $grown = [IO.File]::GetLastWriteTimeUtc("$judgedPlace/bin").Ticks
                $isUnchanged = $made -gt $nowhere -and $made -le $judged -and $grown -le $judged
                if ($isUnchanged -and $grown -gt $nowhere) {
                    $index = 0
                    foreach ($place in $modePlaces) {
                        if ([IO.File]::GetUnixFileMode($place) -ne $modes[$index++]) { $isUnchanged = $false; break }
                    }
                }
            }
        }
        if (-not $isUnchanged) {
            Update-Shell
        } elseif ($ownPip.Length -gt 0 -and
            -not [string]::Equals([Environment]::GetEnvironmentVariable('PATH'), $ownPath)) {
            Sync-Alias
        }
        foreach ($function in $watched) {
            if ($items.Exists($function, $true, $true)) { Clear-Alias $function }
        }
        if (-not $drawn) { Show-PromptText }
        if ($drawn -and $line.Length -gt 0) { Show-Line }
        $script:drawn = $true
        $script:environmentBefore = [string][Environment]::GetEnvironmentVariable('VIRTUAL_ENV')
        # `(name) ` as `activate` has it.
        if ($put.Length -gt 0 -and -not $hidesPrefix -and
            [string]::IsNullOrEmpty([Environment]::GetEnvironmentVariable('VIRTUAL_ENV_DISABLE_PROMPT'))) {
            return '(' + [Environment]::GetEnvironmentVariable('VIRTUAL_ENV_PROMPT') + ') '
        }
        ''
    } catch {
        ''
    } finally {
        if ($global:Error.Count -gt $errors) { Restore-Error $errors }
    }
}

# Runs on every change of directory, so that `cd project; python app.py` is right. What it throws would stop the line.
function Invoke-LocationHook {
    # A prompt of the user's that walks off comes back.
    if ($shared.Depth -gt 0) { return }
    $errors = $global:Error.Count
    try {
        if (-not [string]::Equals($global:PWD.ProviderPath, $seen)) { Update-Shell }
    } catch {
        $script:seen = ''
    } finally {
        if ($global:Error.Count -gt $errors) { Restore-Error $errors }
    }
}

# What we caught is no error of the user's.
function Restore-Error([int]$count) {
    while ($global:Error.Count -gt $count) { $global:Error.RemoveAt(0) }
}

# One line that waited for the first prompt to be drawn.
function Show-Line {
    [Console]::Error.WriteLine($script:line)
    $script:line = ''
}

# What the next prompt is compared with, as it is now that an answer was applied.
function Save-Seen {
    $script:seenEnvironment = [Environment]::GetEnvironmentVariable('VIRTUAL_ENV')
    $script:seenConda = [Environment]::GetEnvironmentVariable('CONDA_PREFIX')
    $script:seenSwitch = [Environment]::GetEnvironmentVariable('PYGUARD')
    $isOnce = $script:mode -ceq 'once'
    $script:witnessFile = if ($isOnce) { '' } else { "$script:runtime/$script:witness" }
    $script:isRemote = $script:marks.Contains('r')
    $script:judgedPlace = if ($script:put.Length -gt 0) { $script:put } else { $script:ownByHand }
    $script:judged = [long]::MaxValue
    $script:stampFile = ''
    if ($script:stamp.Length -gt 0) {
        $script:stampFile = "$script:runtime/$script:stamp"
        $script:judged = [IO.File]::GetLastWriteTimeUtc($script:stampFile).Ticks
    }
    Save-Mode
    $script:seen = if ($isOnce -or $script:witness.Length -gt 0) { $script:directory } else { '' }
}

# Who may write, from the environment up to the root, as it is now that the daemon has judged.
function Save-Mode {
    $script:modePlaces = @()
    if (-not $tellsModes -or $script:isRemote -or $script:judgedPlace.Length -eq 0) { return }
    $places = [Collections.Generic.List[string]]@("$script:judgedPlace/bin", "$script:judgedPlace/pyvenv.cfg")
    for ($place = $script:judgedPlace; $place; $place = [IO.Path]::GetDirectoryName($place)) { $places.Add($place) }
    try {
        $script:modes = foreach ($place in $places) { [IO.File]::GetUnixFileMode($place) }
        $script:modePlaces = $places.ToArray()
    } catch {
        return
    }
}

# A file, a directory, or a link that leads nowhere.
function Test-Exists([string]$path) {
    [IO.Directory]::Exists($path) -or [IO.File]::Exists($path)
}

# Outside of the file system, in Env: or Cert:, nothing changes.
function Update-Shell {
    if ($global:PWD.Provider.Name -cne 'FileSystem') { return }
    $script:directory = $global:PWD.ProviderPath
    Read-Note
    if (Resolve-Shell) { Invoke-Question }
    Sync-Alias
    Publish-State
}

# What needs no daemon: leaving, and seeing what was done by hand. False where pyguard is off.
function Resolve-Shell {
    if (Test-Off) {
        Exit-Environment
        return $false
    }
    if (-not [string]::IsNullOrEmpty([Environment]::GetEnvironmentVariable('PYGUARD_ACTIVE'))) {
        $environment, $root = Get-Active
        $current = [string][Environment]::GetEnvironmentVariable('VIRTUAL_ENV')
        if ($current.Length -eq 0) {
            $script:left = $root
            Exit-Environment
        } elseif (-not [string]::Equals($current, $environment) -or -not (Test-Within $root)) {
            Exit-Environment
        } elseif (-not $script:marks.Contains('r') -and -not [IO.File]::Exists("$environment/pyvenv.cfg")) {
            Exit-Environment
        } elseif ($script:put.Length -gt 0 -and -not [string]::Equals([string]$env:CONDA_PREFIX, $script:conda)) {
            # conda puts its own first: what was entered before is not, any more. The answer says whose turn it is.
            Exit-Environment
        } elseif (Test-ActivatedTwice) {
            Enter-Environment $environment $root
        }
    }
    if ($script:left.Length -gt 0 -and -not (Test-Within $script:left)) { $script:left = '' }
    $true
}

function Test-Off {
    if ($script:off) { return $true }
    $switch = [Environment]::GetEnvironmentVariable('PYGUARD')
    $null -ne $switch -and @('off', 'OFF', '0').Contains($switch)
}

# The two parts of the marker of what we entered.
function Get-Active {
    $active = [string][Environment]::GetEnvironmentVariable('PYGUARD_ACTIVE')
    $colon = $active.IndexOf([char]':')
    if ($colon -lt 0) { return '', '' }
    $active.Substring(0, $colon), $active.Substring($colon + 1)
}

# Whether the directory is $above or below it, component by component. The root of a drive ends with a slash.
function Test-Within([string]$above) {
    $above.Length -gt 0 -and "$script:directory/".StartsWith($above.TrimEnd([char]'/') + '/', 'Ordinal')
}

# A wrapped prompt hides its `>` from PSReadLine, which turns it red at a syntax error; in the stock prompt we know it.
function Show-PromptText {
    $stock = '"PS $($executionContext.SessionState.Path.CurrentLocation)$(''>'' * ($nestedPromptLevel + 1)) "'
    $reader = 'Microsoft.PowerShell.PSConsoleReadLine' -as [type]
    if ($null -eq $reader -or -not ([string]$shared.Prompt).TrimStart().StartsWith($stock, 'Ordinal')) { return }
    $options = $reader::GetOptions()
    if ([string]::IsNullOrEmpty([string]$options.PromptText)) { $options.PromptText = [string[]]'> ' }
}

. "$PSScriptRoot/reach.ps1"
. "$PSScriptRoot/ask.ps1"
. "$PSScriptRoot/enter.ps1"
. "$PSScriptRoot/guard.ps1"
if (-not (Find-Runtime)) { throw 'not ours' }
$notes = "$runtime/note.$PID"
if ([IO.File]::Exists($notes)) { [IO.File]::Delete($notes) }
Set-Command
$onLocation = [EventHandler[Management.Automation.LocationChangedEventArgs]] { Invoke-LocationHook }
$invoke = $ExecutionContext.SessionState.InvokeCommand
$invoke.LocationChangedAction = [Delegate]::Combine($invoke.LocationChangedAction, $onLocation)
$onLookup = [EventHandler[Management.Automation.CommandLookupEventArgs]]$onLookup
$invoke.PreCommandLookupAction = [Delegate]::Combine($invoke.PreCommandLookupAction, $onLookup)
# Read and written by the wrappers of `prompt` in pyguard.ps1: how deep they are nested, what is called before the
# user's prompt, which that is, and the prompt of an activation script with what it stands for.
$shared = @{ Depth = 0; Hook = ${function:Invoke-Hook}; Prompt = $null; Activated = $null; Plain = $null }
Export-ModuleMember
